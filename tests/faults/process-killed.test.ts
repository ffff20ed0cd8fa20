// One process of a sandbox is killed from outside, as the kernel does where the machine is out of memory: its call is told,
// and nobody else's.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { assertServes, nameProcess, refusedWith, withGateway } from '../support/gateway.js';
import { namedProcessesOf, parentOf, survivorsOf, waitFor } from '../support/host-processes.js';
import { describeResult } from '../support/jail.js';

/** A program under a name, with a daemon that left its session. */
const wait = (name: string): string => `
import os, time
if os.fork() == 0:
    os.setsid()
    ${nameProcess('daemon')}
    time.sleep(3600)
${nameProcess(name)}time.sleep(3600)`;

async function find(name: string): Promise<number> {
  return (await waitFor(name, () => namedProcessesOf(process.pid, name)[0])).pid;
}

const victims = { 'its agent': (agent: number) => agent, 'its first process': parentOf };

for (const [victim, choose] of Object.entries(victims)) {
  describe(`${victim}, killed from outside`, () => {
    it('ends the run and what it had started, which says so; the one beside it goes on', async () => {
      await withGateway({}, async (gateway) => {
        const [run, beside] = [gateway.run(wait('victim')), gateway.run('import time; time.sleep(1)\n5')];
        const agent = await find('victim');
        await find('daemon');
        const daemons = namedProcessesOf(process.pid, 'daemon');
        process.kill(choose(agent), 'SIGKILL');
        const result = await run;
        assert.equal(result.outcome.status, 'lost', describeResult(result));
        assert.doesNotMatch(result.outcome.message, /as a whole/);
        assert.deepEqual(await survivorsOf(daemons), []);
        assert.equal((await beside).outcome.status, 'completed');
        await assertServes(gateway);
      });
    });

    it('ends a busy session, whose call says so; the one beside it goes on', async () => {
      await withGateway({}, async (gateway) => {
        const [id, beside] = [await gateway.create(), await gateway.create()];
        await gateway.value(beside, 'x = 1');
        const call = gateway.call(id, wait('victim'));
        const agent = await find('victim');
        process.kill(choose(agent), 'SIGKILL');
        const { outcome, session } = await call;
        assert.equal(outcome.status, 'lost');
        assert.equal(session?.alive, false);
        assert.notEqual(session.reason ?? '', '');
        await assert.rejects(gateway.call(id, '1'), refusedWith('session.ended'));
        assert.equal(await gateway.value(beside, 'x'), '1');
        await assertServes(gateway);
      });
    });

    it('ends an idle session, which is listed as ended and refuses calls', async () => {
      await withGateway({}, async (gateway) => {
        const id = await gateway.create();
        await gateway.value(id, nameProcess('victim'));
        process.kill(choose(await find('victim')), 'SIGKILL');
        const reason = await waitFor('the end', () => gateway.reasonOf(id));
        assert.match(reason, /its process ended/);
        await assert.rejects(gateway.call(id, '1'), refusedWith('session.ended'));
        await assertServes(gateway);
      });
    });

    it('ends an idle session: a call that comes at the same moment is told, or the next one is', async () => {
      await withGateway({}, async (gateway) => {
        const id = await gateway.create();
        await gateway.value(id, nameProcess('victim'));
        process.kill(choose(await find('victim')), 'SIGKILL');
        // The kernel takes its time from the death of the first process to that of the others.
        const { outcome, session } = await gateway.call(id, '1');
        assert.deepEqual(
          [outcome.status, session?.alive],
          outcome.status === 'completed' ? ['completed', true] : ['lost', false],
        );
        await waitFor('the end', () => gateway.reasonOf(id));
        await assertServes(gateway);
      });
    });
  });
}

describe('of a session and its copy', () => {
  it('the copy lives on when the original is killed', async () => {
    await withGateway({}, async (gateway) => {
      const id = await gateway.create();
      await gateway.value(id, `x = 1\n${nameProcess('original')}`);
      const copy = await gateway.fork(id);
      await gateway.value(copy, nameProcess('copy'));
      process.kill(await find('original'), 'SIGKILL');
      await waitFor('the end', () => gateway.reasonOf(id));
      assert.equal(await gateway.value(copy, 'x'), '1');
    });
  });

  it('the original lives on when the copy is killed, busy or idle', async () => {
    await withGateway({}, async (gateway) => {
      const id = await gateway.create();
      await gateway.value(id, 'x = 1');
      for (const last of ['', 'import time; time.sleep(3600)']) {
        const copy = await gateway.fork(id);
        const call = gateway.call(copy, `${nameProcess('copy')}${last}`);
        const pid = await find('copy');
        if (last === '') await call;
        process.kill(pid, 'SIGKILL');
        await call;
        await waitFor('the end', () => gateway.reasonOf(copy));
        assert.equal(await gateway.value(id, 'x'), '1');
      }
    });
  });

  it('both end with their first process, and both say so', async () => {
    await withGateway({}, async (gateway) => {
      const id = await gateway.create();
      await gateway.value(id, nameProcess('original'));
      const copy = await gateway.fork(id);
      await gateway.value(copy, nameProcess('copy'));
      process.kill(parentOf(await find('original')), 'SIGKILL');
      for (const one of [id, copy]) await waitFor('the end', () => gateway.reasonOf(one));
      await assertServes(gateway);
    });
  });
});

alsoAsOrdinaryUser(import.meta.url);
