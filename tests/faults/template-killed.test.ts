// A template that is killed from outside takes everything that came out of it; each caller is told, and the next call is
// served by a new one.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { childrenOf } from '../../src/host/process-tree.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { assertServes, nameProcess, refusedWith, withGateway } from '../support/gateway.js';
import { namedProcessesOf, sandboxProcessesOf, templatesOf, waitFor } from '../support/host-processes.js';
import { describeResult } from '../support/jail.js';
import { withClient } from '../support/mcp-client.js';

const wait = `${nameProcess('in-a-call')}import time; time.sleep(3600)`;

const victims = {
  bubblewrap: templatesOf,
  'the template in it': (gateway: number) => templatesOf(gateway).flatMap((pid) => childrenOf(pid)),
};

/** Until so many programs are under way. */
async function untilRunning(gateway: number, count: number): Promise<void> {
  await waitFor('the programs', () => namedProcessesOf(gateway, 'in-a-call').length === count);
}

function kill(pids: readonly number[]): void {
  assert.equal(pids.length, 1);
  for (const pid of pids) process.kill(pid, 'SIGKILL');
}

for (const [victim, find] of Object.entries(victims)) {
  describe(`${victim}, killed`, () => {
    it('takes the runs in flight, which say so, and the next one works', async () => {
      await withGateway({}, async (gateway) => {
        const runs = [1, 2, 3].map(() => gateway.run(wait));
        await untilRunning(process.pid, runs.length);
        kill(find(process.pid));
        for (const result of await Promise.all(runs)) {
          const { outcome } = result;
          assert.equal(outcome.status, 'lost', describeResult(result));
          assert.match(outcome.message, /the jail .* ended as a whole/);
        }
        await assertServes(gateway);
      });
    });

    it('takes the sessions, busy, idle and copied, and each says why it is gone', async () => {
      await withGateway({}, async (gateway) => {
        const [busy, idle] = [await gateway.create(), await gateway.create()];
        await gateway.value(idle, 'x = 1');
        const copy = await gateway.fork(idle);
        const call = gateway.call(busy, wait);
        const waiting = assert.rejects(gateway.call(busy, '1'), refusedWith('session.ended'));
        await untilRunning(process.pid, 1);
        kill(find(process.pid));
        const { outcome, session } = await call;
        assert.equal(outcome.status, 'lost');
        assert.equal(session?.alive, false);
        assert.match(session.reason ?? '', /the jail .* ended as a whole/);
        await waiting;
        for (const id of [busy, idle, copy]) {
          const reason = await waitFor('the end', () => gateway.reasonOf(id));
          assert.match(reason, /the jail .* ended as a whole/);
          await assert.rejects(gateway.call(id, '1'), (error) => {
            assert.ok(String(error).includes(reason));
            return refusedWith('session.ended')(error);
          });
        }
        const fresh = await gateway.create();
        assert.equal(await gateway.value(fresh, '1 + 1'), '2');
      });
    });

    it('while sandboxes are made: every call is answered, and the next one works', async () => {
      await withGateway({ pool: { least: 0, most: 0 } }, async (gateway) => {
        const calls = Array.from({ length: 12 }, () => gateway.run('1'));
        const settled = Promise.allSettled(calls);
        await waitFor('a birth', () => sandboxProcessesOf(process.pid).length > 0);
        for (const pid of find(process.pid)) process.kill(pid, 'SIGKILL');
        for (const call of await settled) {
          if (call.status === 'rejected') refusedWith('jail.lost', 'jail.layer-failed')(call.reason);
          else assert.ok(['completed', 'lost'].includes(call.value.outcome.status));
        }
        await assertServes(gateway);
      });
    });
  });
}

describe('a template that is killed, over MCP', () => {
  it('takes the sessions, which say why, and the next call works', async () => {
    await withClient('2025-11-25', [], async (served) => {
      const created = await served.call('create_session');
      const { session_id: id } = created.fields['session'] as { session_id: string };
      const busy = served.run(wait, { session_id: id });
      await untilRunning(served.pid, 1);
      kill(templatesOf(served.pid));
      const { structured, text } = await busy;
      assert.equal(structured.status, 'lost');
      assert.equal(structured.session?.alive, false);
      assert.match(structured.session.reason ?? '', /ended as a whole/);
      assert.ok(text.includes(`The session ${id} is gone`), text);
      const late = await served.run('1', { session_id: id });
      assert.equal(late.structured.status, 'refused');
      assert.match(late.structured.message, /ended as a whole/);
      const { fields } = await served.call('list_sessions');
      assert.match((fields['ended'] as { reason: string }[])[0]?.reason ?? '', /ended as a whole/);
      assert.equal((await served.run('1 + 1')).structured.value, '2');
    });
  });
});

alsoAsOrdinaryUser(import.meta.url);
