import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { boundCpus } from './apply-limits.js';
import { toLimitWrites } from './limit-files.js';

const limits = { memoryBytes: 1000.7, cpus: 1.5, pids: 8 };

function written(version: 1 | 2, controller: 'memory' | 'cpu' | 'pids', given = limits): string[] {
  return toLimitWrites(version, controller, given).map(({ file, value }) => `${file}=${value}`);
}

describe('toLimitWrites', () => {
  it('bounds memory and swap', () => {
    assert.deepEqual(written(1, 'memory'), [
      'memory.limit_in_bytes=1000',
      'memory.memsw.limit_in_bytes=1000',
      'memory.oom_control=0',
    ]);
    assert.deepEqual(written(2, 'memory'), ['memory.max=1000', 'memory.swap.max=0']);
  });

  it('gives processors as a quota of 100 ms, never below what the kernel takes', () => {
    assert.deepEqual(written(1, 'cpu'), ['cpu.cfs_period_us=100000', 'cpu.cfs_quota_us=150000']);
    assert.deepEqual(written(2, 'cpu'), ['cpu.max=150000 100000']);
    assert.deepEqual(written(2, 'cpu', { ...limits, cpus: 0.001 }), ['cpu.max=1000 100000']);
  });

  it('counts processes alike on both', () => {
    assert.deepEqual(written(1, 'pids'), ['pids.max=8']);
    assert.deepEqual(written(2, 'pids'), ['pids.max=8']);
  });

  it('writes nothing that was not asked for', () => {
    for (const controller of ['memory', 'cpu', 'pids'] as const)
      assert.deepEqual(toLimitWrites(2, controller, {}), []);
  });
});

describe('boundCpus', () => {
  it('stays below what is above, which cgroup v1 demands', () => {
    assert.equal(boundCpus({ cpus: 2 }, 1.25).cpus, 1.25);
    assert.equal(boundCpus({ cpus: 1 }, 1.25).cpus, 1);
    assert.deepEqual(boundCpus({ pids: 3 }, 1.25), { pids: 3 });
    assert.equal(boundCpus({ cpus: 2 }, null).cpus, 2);
  });
});
