import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toLimitLevels } from '../bubblewrap/limit-levels.js';
import { toGvisorLevels, toHostTasks, toTotal } from './gvisor-levels.js';

describe('toGvisorLevels', () => {
  it('counts processes in the kernel of the sandbox, whatever the host has', () => {
    for (const kernel of [
      [4, 18],
      [6, 1],
    ] as const) {
      const levels = toGvisorLevels(
        toLimitLevels({ kind: 'unavailable', why: 'none', hint: '' } as never, kernel),
      );
      assert.equal(levels.pids.level, 'enforced');
      assert.equal(levels.memory.level, 'watched');
      assert.equal(levels.cpu.level, 'not available');
      assert.equal(levels.files.level, 'enforced');
    }
  });
});

describe('toTotal', () => {
  it('leaves room for the tasks of the host that run those of guests, and changes nothing else', () => {
    const total = { memoryBytes: 1, cpus: 2, pids: 100 };
    assert.deepEqual(toTotal(total), { ...total, pids: toHostTasks(100) });
    assert.ok(toHostTasks(64) >= 12 * 64);
  });
});
