// Proves: limit.memory. Several sandboxes at once stay within what the environment as a whole may use, 1 GB.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { defaultTotalLimits } from '../../src/core/limits.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { assertCompleted, describeResult, openJail } from '../support/jail.js';
import { slow } from '../support/time.js';

const MiB = 1024 * 1024;
const jail = await openJail();

/** Stays well below its own limit (whoever comes within a tenth of it counts as out of its own, settle-outcome.ts), and holds what it has until the others have had their chance. */
const eater = `
import time
held = []
for _ in range(105): held.append(bytearray(b"x") * (4 << 20)); time.sleep(0.005)
print("all of it", flush=True)
time.sleep(${slow(3)})`;

describe('three sandboxes that each want 420 MB of their 512', () => {
  it('cannot have them all where the kernel holds the total; where it is watched, each is held for itself', async () => {
    const limits = { memoryBytes: 512 * MiB, cpus: 4, wallMs: slow(60_000) };
    const results = await Promise.all([0, 1, 2].map(() => jail.run(eater, limits)));
    const words = results.map(describeResult).join('\n');
    const ended = results.filter(({ outcome }) => outcome.status === 'limit' && outcome.limit === 'memory');
    if (jail.template.levels.memory.level !== 'enforced') {
      assert.equal(ended.length, 0, words);
      return;
    }
    assert.ok(ended.length >= 1, words);
    assert.ok(ended.length < 3, `no more than needed: ${words}`);
    for (const { outcome } of ended)
      assert.match(outcome.status === 'limit' ? outcome.message : '', /all sandboxes together/);
    const survivors = results.filter((result) => !ended.includes(result));
    const peaks = survivors.map(({ usage }) => usage.peakMemoryBytes ?? 0);
    assert.ok(peaks.reduce((sum, peak) => sum + peak, 0) <= defaultTotalLimits.memoryBytes);
    for (const survivor of survivors) assertCompleted(survivor);
  });

  it('the template that they came from outlives it, and the next run works', async () => {
    assertCompleted(await jail.run('1 + 1'));
  });
});

alsoAsOrdinaryUser(import.meta.url);
