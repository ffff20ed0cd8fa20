// A gateway that is told to stop lets what runs end within a bound, ends the rest, and leaves nothing.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { jailProcessesOf, survivorsOf } from '../support/host-processes.js';
import { leavingsOf } from '../support/leavings.js';
import { type ServedGateway, withServedGateway } from '../support/served-gateway.js';
import { slow } from '../support/time.js';

const sleepFor = (seconds: number): { name: string; arguments: { code: string } } => ({
  name: 'run_python',
  arguments: { code: `import time; time.sleep(${seconds}); "done"` },
});

/** SIGTERM, and what is left of it once it has ended. */
async function endOf(gateway: ServedGateway): Promise<{ readonly code: number | null; readonly ms: number }> {
  const { pid = 0 } = gateway.process;
  const family = jailProcessesOf(pid);
  assert.ok(family.length > 0);
  const started = performance.now();
  gateway.process.kill('SIGTERM');
  await once(gateway.process, 'exit');
  const ms = performance.now() - started;
  assert.deepEqual(await survivorsOf(family), []);
  assert.deepEqual(leavingsOf(pid), { groups: [], files: [] });
  return { code: gateway.process.exitCode, ms };
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, slow(500)));

describe('a gateway that is told to stop', () => {
  it('lets what runs end, takes nothing new, and says so', async () => {
    await withServedGateway(['--no-socket', '--stop-within', '60'], async (gateway) => {
      const client = await gateway.connect('2026-07-28');
      const running = client.callTool(sleepFor(slow(2_000) / 1_000));
      await settle();
      const ended = endOf(gateway);
      await new Promise((resolve) => setTimeout(resolve, 200));
      const health = await gateway.ask('/health', { token: null });
      assert.deepEqual([health.status, JSON.parse(health.text)], [503, { status: 'stopping' }]);
      const { status, headers } = await gateway.ask('/mcp', { method: 'POST', body: {} });
      assert.deepEqual([status, headers['retry-after']], [503, '5']);
      assert.equal(((await running).structuredContent as { value: string }).value, "'done'");
      const { code, ms } = await ended;
      assert.equal(code, 0);
      assert.ok(ms < slow(8_000), String(ms));
      assert.match(gateway.log(), /info: stopping[^\n]*\n[^\n]* info: stopped: nothing is left\n$/);
      await client.close();
    });
  });

  it('ends what runs for longer than it waits', async () => {
    await withServedGateway(['--no-socket', '--stop-within', '1'], async (gateway) => {
      const client = await gateway.connect('2026-07-28');
      const rejected = assert.rejects(client.callTool(sleepFor(25)));
      await settle();
      const { code, ms } = await endOf(gateway);
      assert.equal(code, 0);
      assert.ok(ms > 900 && ms < slow(6_000), String(ms));
      await rejected;
      await client.close();
    });
  });

  it('waits no longer when it is told again, nor for a stream that only listens', async () => {
    await withServedGateway(['--no-socket'], async (gateway) => {
      // A client of the 2025 era keeps a stream open by itself.
      const client = await gateway.connect('2025-11-25');
      const rejected = assert.rejects(client.callTool(sleepFor(25)));
      await settle();
      const ended = endOf(gateway);
      await settle();
      gateway.process.kill('SIGTERM');
      const { code, ms } = await ended;
      assert.equal(code, 0);
      assert.ok(ms < slow(6_000), String(ms));
      await client.close();
      await rejected;
    });
    await withServedGateway(['--no-socket'], async (gateway) => {
      const client = await gateway.connect('2025-11-25');
      await client.callTool({ name: 'run_python', arguments: { code: '1' } });
      const { ms } = await endOf(gateway);
      assert.ok(ms < slow(4_000), String(ms));
      await client.close();
    });
  });
});
