// 64 clients at once, of both eras and several tokens: no error but the documented limits, flat memory, no orphan.
//   PYMCP_TEST_LOAD_SECONDS=60 for the long one.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from '@modelcontextprotocol/client';
import { footprintOf } from '../support/footprint.js';
import { jailProcessesOf, survivorsOf } from '../support/host-processes.js';
import { leavingsOf } from '../support/leavings.js';
import { watchLiveMemory } from '../support/live-memory.js';
import { eras } from '../support/mcp-client.js';
import { type ServedGateway, withServedGateway } from '../support/served-gateway.js';
import { slow } from '../support/time.js';

/** Fewer where the machine is slow: what is bounded is how long a request may take to come. */
const clients = Math.ceil(64 / slow(1));
const seconds = Number(process.env['PYMCP_TEST_LOAD_SECONDS'] ?? '15');

interface Count {
  answers: number;
  /** What the documents say may happen: too much at once, too often, no place in the queue. */
  limited: number;
  readonly errors: string[];
}

/** Calls one after the other until the time has come. */
async function useUntil(client: Client, number: number, until: number, count: Count): Promise<void> {
  for (let turn = 0; performance.now() < until; turn += 1) {
    const value = number * 100_000 + turn;
    try {
      const result = await client.callTool(
        turn % 8 === 0
          ? { name: 'run_python', arguments: { code: `print("x" * 1000); ${value}` } }
          : { name: 'list_sessions', arguments: {} },
      );
      const fields = result.structuredContent as { status: string; value?: string; message: string };
      if (fields.status === 'refused') {
        assert.match(fields.message, /busy|at once|queue/);
        count.limited += 1;
      } else if (turn % 8 === 0) assert.equal(fields.value, String(value));
      count.answers += 1;
    } catch (error) {
      const text = String(error);
      if (/429|503/.test(text)) {
        count.limited += 1;
        await delay(100);
      } else count.errors.push(text);
    }
  }
}

async function openClients(gateway: ServedGateway): Promise<Client[]> {
  const tokens = await Promise.all(
    Array.from({ length: 4 }, (_, index) => gateway.makeToken(`load_${index}`)),
  );
  return Promise.all(
    Array.from({ length: clients }, (_, index) =>
      gateway.connect(eras[index % 2] ?? '2026-07-28', { token: tokens[index % tokens.length] ?? '' }),
    ),
  );
}

const MiB = 1024 * 1024;

describe(`${clients} clients for ${seconds} seconds`, () => {
  it('are served without an error, in flat memory, and leave nothing', async (context) => {
    const memory = watchLiveMemory();
    context.after(memory.end);
    const environment = { NODE_OPTIONS: memory.nodeOptions };
    const bounds = ['--requests-per-minute', '1000000', '--total-requests-per-minute', '1000000'];
    const options = ['--no-socket', ...bounds, '--connections', '1024'];
    const work = async (gateway: ServedGateway): Promise<void> => {
      const { pid = 0 } = gateway.process;
      const opened = await openClients(gateway);
      const count: Count = { answers: 0, limited: 0, errors: [] };
      const useFor = (ms: number): Promise<unknown> => {
        const until = performance.now() + slow(ms);
        return Promise.all(opened.map((client, number) => useUntil(client, number, until, count)));
      };
      // Code is compiled and caches are filled before the baseline.
      await useFor(seconds * 500);
      await delay(500);
      const before = { ...footprintOf(pid), liveBytes: await memory.ask(gateway.process) };
      await useFor(seconds * 500);
      await delay(500);
      const after = { ...footprintOf(pid), liveBytes: await memory.ask(gateway.process) };
      assert.deepEqual(count.errors, []);
      assert.ok(count.answers > clients * 4, JSON.stringify(count));
      context.diagnostic(
        `live ${before.liveBytes}, then ${after.liveBytes}; resident ${after.residentBytes}`,
      );
      assert.ok(after.liveBytes - before.liveBytes < 8 * MiB, JSON.stringify([before, after]));
      assert.ok(after.residentBytes < 512 * MiB, JSON.stringify(after));
      assert.ok(after.descriptors < before.descriptors + 64, JSON.stringify([before, after]));
      await Promise.all(opened.map((client) => client.close()));
      const family = jailProcessesOf(pid);
      gateway.process.kill('SIGTERM');
      await once(gateway.process, 'exit');
      assert.deepEqual(await survivorsOf(family), []);
      assert.deepEqual(leavingsOf(pid), { groups: [], files: [] });
      assert.doesNotMatch(gateway.log(), / (?:bug|error): /);
    };
    await withServedGateway(options, work, environment);
  });
});
