import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LimitLevel } from '../../../core/isolation.js';
import type { CgroupTree, Controller } from '../../cgroup/contract.js';
import { countsProcessesPerNamespace, toLimitLevels } from './limit-levels.js';

const byCgroup: LimitLevel = { level: 'enforced', by: 'cgroup v2' };
const without: LimitLevel = { level: 'not available', why: 'not delegated' };

type Attempt = Parameters<typeof toLimitLevels>[0];

const open = (levels: Partial<CgroupTree['levels']>): Attempt => ({
  kind: 'open',
  tree: { levels: { memory: byCgroup, cpu: byCgroup, pids: byCgroup, ...levels } },
});
const unavailable: Attempt = { kind: 'unavailable', why: 'no cgroup here' };

describe('toLimitLevels', () => {
  it('says what the control group enforces', () => {
    const levels = toLimitLevels(open({}), [6, 1]);
    for (const name of ['memory', 'cpu', 'pids'] as const) assert.deepEqual(levels[name], byCgroup);
  });

  it('always enforces time, output and files, which need no control group', () => {
    for (const attempt of [open({}), unavailable]) {
      const levels = toLimitLevels(attempt, [5, 10]);
      for (const name of ['wall', 'output', 'files'] as const) assert.equal(levels[name].level, 'enforced');
    }
  });

  it('says that memory is only watched without a control group for it', () => {
    for (const attempt of [unavailable, open({ memory: without })]) {
      assert.equal(toLimitLevels(attempt, [6, 1]).memory.level, 'watched');
    }
  });

  it('says that cpu is not available without a control group, and why', () => {
    assert.deepEqual(toLimitLevels(unavailable, [6, 1]).cpu, {
      level: 'not available',
      why: 'no cgroup here',
    });
    assert.deepEqual(toLimitLevels(open({ cpu: without }), [6, 1]).cpu, without);
  });

  it('counts processes by rlimit without a control group where the kernel counts them per namespace', () => {
    for (const attempt of [unavailable, open({ pids: without })]) {
      assert.equal(toLimitLevels(attempt, [5, 14]).pids.level, 'enforced');
      assert.equal(toLimitLevels(attempt, [5, 13]).pids.level, 'watched');
    }
  });

  it('takes each controller for itself', () => {
    for (const controller of ['memory', 'cpu', 'pids'] as const satisfies readonly Controller[]) {
      const levels = toLimitLevels(open({ [controller]: without }), [5, 13]);
      for (const name of ['memory', 'cpu', 'pids'] as const) {
        assert.equal(levels[name].level === 'enforced', name !== controller);
      }
    }
  });
});

describe('countsProcessesPerNamespace', () => {
  it('is true from Linux 5.14 on', () => {
    for (const [kernel, answer] of [
      [[4, 20], false],
      [[5, 13], false],
      [[5, 14], true],
      [[6, 0], true],
    ] as const) {
      assert.equal(countsProcessesPerNamespace(kernel), answer);
    }
  });
});
