// Proves: fail.closed. Control groups that somebody has taken away hold nothing. What ran in them is ended, and what comes next is
// held by new ones, or refused.
import assert from 'node:assert/strict';
import { readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { assertServes, type Gateway, nameProcess, withGateway } from '../support/gateway.js';
import {
  jailProcessesOf,
  namedProcessesOf,
  survivorsOf,
  templatesOf,
  waitFor,
} from '../support/host-processes.js';
import { describeResult } from '../support/jail.js';
import { leavingsOf } from '../support/leavings.js';

const groups = (): string[] => leavingsOf(process.pid).groups;

/** Deepest first. Empty where this user can have none. */
function removeGroups(): string[] {
  const found = groups().sort().reverse();
  for (const path of found) rmdirSync(path);
  return found;
}

/** And waits until the gateway knows: what is asked of it before may be lost with the sandbox that it got. */
async function killTemplate(gateway: Gateway): Promise<void> {
  const witness = await gateway.create();
  const family = jailProcessesOf(process.pid);
  for (const pid of templatesOf(process.pid)) process.kill(pid, 'SIGKILL');
  assert.deepEqual(await survivorsOf(family), []);
  await waitFor('the gateway to know', () => gateway.reasonOf(witness));
}

/** Whether the kernel holds the memory of a run that takes more than it may; where it does not, Python is told. */
async function isHeld(gateway: Gateway): Promise<boolean> {
  const result = await gateway.run('x = b"x" * (200 << 20)\nimport time; time.sleep(3600)', {
    limits: { memoryBytes: 64 * 1024 * 1024 },
  });
  const { outcome, limits } = result;
  const isEnforced = limits.memory.level === 'enforced';
  const how = outcome.status === 'limit' ? outcome.limit : outcome.status;
  assert.equal(how, isEnforced ? 'memory' : 'raised', describeResult(result));
  return isEnforced;
}

describe('all groups of a gateway, removed while its template was dead', () => {
  it('are made anew for the next call, which is held as before', async () => {
    await withGateway({}, async (gateway) => {
      const hadGroups = await isHeld(gateway);
      await killTemplate(gateway);
      await waitFor('empty groups', () => {
        try {
          return removeGroups().length > 0 === hadGroups;
        } catch {
          // The last of the dead are still counted, or are being tidied up by the gateway.
          return groups().length === 0;
        }
      });
      assert.deepEqual(groups(), []);
      await assertServes(gateway);
      assert.equal(await isHeld(gateway), hadGroups);
      assert.equal(await gateway.value(await gateway.create(), '1 + 1'), '2');
    });
  });
});

/** Moves a program and its first process out of their groups, then takes the groups away. False where there are none. */
async function takeGroupsAway(name: string): Promise<boolean> {
  const { pid } = await waitFor(name, () => namedProcessesOf(process.pid, name)[0]);
  const own = groups().filter((path) =>
    readFileSync(join(path, 'cgroup.procs'), 'utf8').includes(`${pid}\n`),
  );
  for (const path of own) {
    const refuge = groups().find(
      (other) => other.startsWith(join(path, '..')) && /\/template-\d+$/.test(other),
    );
    assert.ok(refuge !== undefined);
    const members = readFileSync(join(path, 'cgroup.procs'), 'utf8').trim().split('\n');
    for (const member of members) writeFileSync(join(refuge, 'cgroup.procs'), member);
    rmdirSync(path);
  }
  return own.length > 0;
}

describe('the groups of one sandbox, taken away under it', () => {
  it('end its run, which is no longer held by anything, and no other', async () => {
    await withGateway({}, async (gateway) => {
      const cancel = new AbortController();
      const run = gateway.run(`${nameProcess('victim')}import time; time.sleep(3600)`, {
        signal: cancel.signal,
      });
      const hadGroups = await takeGroupsAway('victim');
      if (!hadGroups) cancel.abort();
      assert.equal((await run).outcome.status, hadGroups ? 'lost' : 'cancelled');
      await assertServes(gateway);
    });
  });

  it('end its session, busy or idle, which says that it is gone, and no other', async () => {
    await withGateway({}, async (gateway) => {
      const [idle, busy, beside] = [await gateway.create(), await gateway.create(), await gateway.create()];
      await gateway.value(beside, 'x = 1');
      await gateway.value(idle, nameProcess('idle'));
      const cancel = new AbortController();
      const call = gateway.call(busy, `${nameProcess('busy')}import time; time.sleep(3600)`, {
        signal: cancel.signal,
      });
      const hadGroups = await takeGroupsAway('busy');
      await takeGroupsAway('idle');
      if (!hadGroups) cancel.abort();
      const { outcome, session } = await call;
      assert.deepEqual([outcome.status, session?.alive], hadGroups ? ['lost', false] : ['cancelled', true]);
      if (hadGroups) await waitFor('the end', () => gateway.reasonOf(idle));
      assert.equal(await gateway.value(beside, 'x'), '1');
      await assertServes(gateway);
    });
  });
});

alsoAsOrdinaryUser(import.meta.url);
