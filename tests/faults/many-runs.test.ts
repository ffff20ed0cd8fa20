// Proves: jail.once. Many runs in a row leave the gateway and its template as they were: descriptors, processes, mounts, groups and memory.
//   PYMCP_TEST_RUNS=10000 for the long one.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { childrenOf } from '../../src/host/process-tree.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { type Footprint, footprintOf, residentBytesOf } from '../support/footprint.js';
import { type Gateway, withGateway } from '../support/gateway.js';
import { sandboxProcessesOf, templatesOf, waitFor } from '../support/host-processes.js';
import { describeResult } from '../support/jail.js';

const runs = Number(process.env['PYMCP_TEST_RUNS'] ?? '300');
const sessions = Math.ceil(runs / 10);
/** Before the baseline: the first runs compile code, fill caches, and the pool grows to its size. */
const warmUpRuns = 60;
const atOnce = 4;
const MiB = 1024 * 1024;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

interface Measured extends Footprint {
  readonly heapBytes: number;
  /** Resident, of the template's process. */
  readonly templateBytes: number;
}

/** When nothing is under way and so many wait. */
async function measure(waiting: number): Promise<Measured> {
  let last = '';
  const atRest = await waitFor('rest', () => {
    if (sandboxProcessesOf(process.pid).length !== 2 * waiting) return false;
    const counted = { ...footprintOf(process.pid), residentBytes: 0 };
    const before = last;
    last = JSON.stringify(counted);
    return before === last && footprintOf(process.pid);
  });
  collectGarbage();
  const templates = templatesOf(process.pid).flatMap((pid) => childrenOf(pid));
  return {
    ...atRest,
    heapBytes: process.memoryUsage().heapUsed,
    templateBytes: templates.reduce((sum, pid) => sum + residentBytesOf(pid), 0),
  };
}

async function runMany(gateway: Gateway, count: number): Promise<void> {
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < count) {
      const number = (next += 1);
      const result = await gateway.run(`print("x" * 1000)\nopen("f", "w").write("y")\n${number} + 1`);
      assert.ok(result.outcome.status === 'completed', describeResult(result));
      assert.equal(result.outcome.value, String(number + 1));
      assert.equal(result.stdout.bytes, 1001);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

async function openMany(gateway: Gateway, count: number): Promise<void> {
  for (let number = 0; number < count; number += 1) {
    const id = await gateway.create();
    await gateway.value(id, `x = ${number}`);
    const copy = await gateway.fork(id);
    assert.equal(await gateway.value(copy, 'x'), String(number));
    for (const one of [id, copy]) await gateway.executor.sessions.close(gateway.caller, one);
  }
}

function assertAsBefore(before: Measured, after: Measured): void {
  const { heapBytes, templateBytes, residentBytes } = after;
  // Fewer than before are no leak: on a busy machine the first count may have met what was still being closed.
  for (const what of ['descriptors', 'processes', 'mounts', 'groups'] as const)
    assert.ok(after[what] <= before[what], `${what}: ${before[what]}, then ${after[what]}`);
  assert.ok(heapBytes - before.heapBytes < 4 * MiB, `heap: ${heapBytes - before.heapBytes}`);
  assert.ok(templateBytes - before.templateBytes < 4 * MiB, `template: ${templateBytes}`);
  // Node.js gives little back of what it once had: its heap grows to a working size within some hundred runs.
  assert.ok(residentBytes - before.residentBytes < 64 * MiB, `gateway: ${residentBytes}`);
}

describe(`${runs} runs in a row, ${atOnce} at a time`, () => {
  it('leave descriptors, processes, mounts, control groups and memory where they were', async (context) => {
    await withGateway({ pool: { least: atOnce, most: atOnce } }, async (gateway) => {
      await runMany(gateway, warmUpRuns);
      const before = await measure(atOnce);
      const started = performance.now();
      await runMany(gateway, runs);
      const seconds = (performance.now() - started) / 1000;
      const after = await measure(atOnce);
      context.diagnostic(JSON.stringify({ seconds, perSecond: runs / seconds, before, after }));
      assertAsBefore(before, after);
    });
  });
});

describe(`${sessions} sessions in a row, each copied`, () => {
  it('leave descriptors, processes, mounts, control groups and memory where they were', async (context) => {
    await withGateway({ pool: { least: 2, most: 2 } }, async (gateway) => {
      await openMany(gateway, 10);
      const before = await measure(2);
      await openMany(gateway, sessions);
      const after = await measure(2);
      context.diagnostic(JSON.stringify({ before, after }));
      assertAsBefore(before, after);
    });
  });
});

alsoAsOrdinaryUser(import.meta.url);
