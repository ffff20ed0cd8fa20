import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PymcpError } from '../../../core/errors.js';
import { debianPython } from '../bubblewrap/installation.test-support.js';
import { type ContainedFacts, toContainedEnvironment, toContainedPlan } from './contained-plan.js';

const facts: ContainedFacts = {
  python: debianPython,
  filter: new Uint8Array(8),
  socketPath: '/run/user/1/isolated-pymcp/gw/sock',
  cgroupFolders: { memory: '/sys/fs/cgroup/memory/x' },
  etc: ['/etc/passwd'],
  unreadable: ['/run/user/1/isolated-pymcp/gw/guest/start_contained.py'],
  ours: ['/home/mcp/.local/state/isolated-pymcp', '/run/user/1/isolated-pymcp'],
};

describe('toContainedPlan', () => {
  it('shows Python, its libraries and a few files of /etc, and nothing else', () => {
    const plan = toContainedPlan(facts, { preload: ['json'] });
    assert.deepEqual(plan.contained.readable, [...debianPython.binds, '/etc/passwd']);
    assert.deepEqual(plan.executables, [debianPython.interpreter, debianPython.loader]);
    assert.deepEqual([plan.workspace, plan.hasNetwork, plan.topFolders], [null, false, []]);
  });

  it("refuses a Python whose folders hold what is the gateway's", () => {
    for (const around of ['/home/mcp', '/home/mcp/.local', '/run/user/1/isolated-pymcp', '/']) {
      const python = { ...debianPython, binds: [...debianPython.binds, around] };
      assert.throws(
        () => toContainedPlan({ ...facts, python }, { preload: [] }),
        (error) => error instanceof PymcpError && error.code === 'jail.layer-failed',
        around,
      );
    }
  });

  it("takes a Python that lies within what is the gateway's, as an installed one does", () => {
    const below = '/home/mcp/.local/state/isolated-pymcp/python';
    const python = { ...debianPython, binds: [...debianPython.binds, below] };
    assert.ok(toContainedPlan({ ...facts, python }, { preload: [] }).contained.readable.includes(below));
  });
});

describe('toContainedEnvironment', () => {
  it('has nothing of the gateway, and no folder but its own to write to', () => {
    const environment = toContainedEnvironment('/run/x/template');
    for (const name of ['HOME', 'TMPDIR']) assert.equal(environment[name], '/run/x/template');
    assert.equal(
      Object.values(environment).some((value) => value.startsWith('/tmp')),
      false,
    );
    assert.equal(environment['PATH'], '/usr/bin');
  });
});
