// Who has nothing to do uses no processor: a gateway with sandboxes that wait, and one with sessions that nobody uses.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { readProcessStat } from '../../src/host/process-stat.js';
import { familyOf } from '../../src/host/process-tree.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { sandboxProcessesOf, waitFor } from '../support/host-processes.js';
import { type ServedClient, withClient } from '../support/mcp-client.js';
import { slow } from '../support/time.js';

const windowMs = 4_000;
const mostWindows = 6;
/** USER_HZ: what proc(5) counts in, everywhere. */
const tickMs = 10;

/** Processor time of a server and everything below it, by process (utime and stime of proc_pid_stat(5)). */
function cpuMsOf(server: number): Map<number, number> {
  return new Map(familyOf(server).map((pid) => [pid, tickMs * (readProcessStat(pid)?.cpuTicks ?? 0)]));
}

/** Of the quietest of a few stretches of time: what was begun before comes to its end first. */
async function restOf(server: number): Promise<{ readonly gateway: number; readonly others: number }> {
  let least = { gateway: Infinity, others: Infinity };
  for (let window = 0; window < mostWindows; window += 1) {
    const before = cpuMsOf(server);
    await delay(windowMs);
    const used = [...cpuMsOf(server)].map(([pid, ms]) => [pid, ms - (before.get(pid) ?? 0)] as const);
    const sum = (own: boolean): number =>
      used.filter(([pid]) => (pid === server) === own).reduce((total, [, ms]) => total + ms, 0);
    const found = { gateway: sum(true), others: sum(false) };
    if (found.gateway + found.others < least.gateway + least.others) least = found;
    if (least.gateway + least.others <= tickMs) break;
  }
  return least;
}

async function openSession(served: ServedClient): Promise<void> {
  const { fields } = await served.call('create_session');
  const { session_id: id } = fields['session'] as { session_id: string };
  assert.equal((await served.run('1', { session_id: id })).structured.value, '1');
}

describe('a gateway that nobody uses', () => {
  it('uses no processor time, nor do its template and the sandboxes that wait', async (context) => {
    await withClient('2025-11-25', [], async (served) => {
      for (let number = 0; number < 4; number += 1) await served.run('1');
      await waitFor('sandboxes that wait', () => sandboxProcessesOf(served.pid).length >= 4);
      const used = await restOf(served.pid);
      context.diagnostic(JSON.stringify(used));
      assert.ok(used.gateway <= tickMs && used.others <= tickMs, JSON.stringify(used));
    });
  });

  it('uses next to none while it keeps eight idle sessions', async (context) => {
    await withClient('2025-11-25', [], async (served) => {
      await Promise.all(Array.from({ length: 8 }, () => openSession(served)));
      const used = await restOf(served.pid);
      context.diagnostic(JSON.stringify(used));
      // Where no group holds their memory it is summed from outside, five times a second.
      const { structured } = await served.run('1');
      const isHeld = structured.limits.memory?.level === 'enforced';
      assert.ok(used.gateway <= (isHeld ? 2 * tickMs : windowMs / 10), JSON.stringify(used));
      assert.ok(used.others <= tickMs, JSON.stringify(used));
    });
  });

  it('control: a session with something to do is seen', async () => {
    await withClient('2025-11-25', [], async (served) => {
      const { fields } = await served.call('create_session');
      const { session_id: id } = fields['session'] as { session_id: string };
      const code =
        'import threading\ndef spin():\n    while True: pass\nthreading.Thread(target=spin, daemon=True).start()';
      await served.run(code, { session_id: id });
      const before = [...cpuMsOf(served.pid).values()].reduce((sum, ms) => sum + ms, 0);
      await delay(slow(1_000));
      const after = [...cpuMsOf(served.pid).values()].reduce((sum, ms) => sum + ms, 0);
      assert.ok(after - before > 100);
    });
  });
});

alsoAsOrdinaryUser(import.meta.url);
