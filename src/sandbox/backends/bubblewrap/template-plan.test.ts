import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PymcpError } from '../../../core/errors.js';
import { defaultLimits } from '../../../core/limits.js';
import { debianPython, workspaceOf } from './installation.test-support.js';
import { type LaunchFacts, toLaunchPlan, toTemplatePlan } from './template-plan.js';

const facts: LaunchFacts = {
  id: 7,
  token: 'f'.repeat(32),
  joinFiles: ['memory/run-7/cgroup.procs'],
  memoryHeld: true,
  processesCountedPerNamespace: true,
  covers: [],
  ownProcesses: 1,
};

describe('toTemplatePlan', () => {
  it('shows the top folders of the Python, links to them, and may execute nothing but it', () => {
    const plan = toTemplatePlan(
      debianPython,
      Uint8Array.of(1, 2, 3),
      { preload: ['json'], optionalPreload: ['numpy'] },
      null,
    );
    assert.deepEqual(plan, {
      seccompFilter: 'AQID',
      topFolders: ['/usr'],
      topLinks: [
        ['usr/lib', '/lib'],
        ['usr/lib64', '/lib64'],
      ],
      etcFiles: plan.etcFiles,
      etcLinks: debianPython.etcLinks,
      executables: ['/usr/bin/python3.11', '/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2'],
      preload: ['json'],
      optionalPreload: ['numpy'],
      workspace: null,
      packages: null,
      hasNetwork: false,
    });
  });

  it('says which workspace was checked, in numbers that JSON cannot bend', () => {
    const workspace = workspaceOf('/home/a', 'writable');
    assert.deepEqual(toTemplatePlan(debianPython, new Uint8Array(), { preload: [] }, workspace).workspace, {
      access: 'writable',
      device: '2049',
      inode: '18014398509481985',
    });
  });

  it('says which packages were looked at, and shows them', () => {
    const identity = { device: 2049n, inode: 18_014_398_509_481_985n };
    const plan = toTemplatePlan(debianPython, new Uint8Array(), { preload: [] }, null, null, identity);
    assert.deepEqual(plan.packages, { device: '2049', inode: '18014398509481985' });
    assert.deepEqual(plan.topFolders, ['/env', '/usr']);
    const python = { ...debianPython, binds: ['/env/bin'] };
    assert.throws(
      () => toTemplatePlan(python, new Uint8Array(), { preload: [] }, null, null, identity),
      (error) => error instanceof PymcpError && error.code === 'host.unsupported',
    );
  });

  it('may execute the one program besides that its sandboxes are for', () => {
    const program = { executable: '/usr/bin/node', files: {} };
    const plan = toTemplatePlan(debianPython, new Uint8Array(), { preload: [], program }, null);
    assert.deepEqual(plan.topFolders, ['/srv', '/usr']);
    assert.deepEqual(plan.executables.slice(2), ['/srv/program']);
  });

  it('shows each top folder once, in order', () => {
    const binds = ['/usr/lib', '/opt/python/bin', '/opt/python/lib', '/lib64'];
    const plan = toTemplatePlan({ ...debianPython, binds }, new Uint8Array(), { preload: [] }, null);
    assert.deepEqual(plan.topFolders, ['/lib64', '/opt', '/usr']);
  });

  it('writes an /etc of its own, with one user who is not root (user.mcp)', () => {
    const { etcFiles } = toTemplatePlan(debianPython, new Uint8Array(), { preload: [] }, null);
    assert.deepEqual(Object.keys(etcFiles).sort(), [
      'group',
      'hostname',
      'hosts',
      'nsswitch.conf',
      'passwd',
      'protocols',
      'services',
    ]);
    const logins = etcFiles['passwd']?.match(/^\w+:x:\d+/gm);
    assert.deepEqual(logins, ['root:x:0', 'mcp:x:1000', 'nobody:x:65534']);
    assert.equal(etcFiles['passwd']?.match(/nologin$/gm)?.length, 3);
    assert.equal(etcFiles['group'], 'root:x:0:\nmcp:x:1000:\nnogroup:x:65534:\n');
  });

  it('never shows the host its /etc', () => {
    const python = { ...debianPython, binds: [...debianPython.binds, '/etc/python3.11'] };
    assert.deepEqual(toTemplatePlan(python, new Uint8Array(), { preload: [] }, null).topFolders, ['/usr']);
  });

  it('refuses a Python that lies where a sandbox has folders of its own', () => {
    for (const folder of ['/tmp/venv', '/run/python', '/dev/shm/python', '/proc/1/root']) {
      const python = { ...debianPython, binds: [...debianPython.binds, folder] };
      assert.throws(
        () => toTemplatePlan(python, new Uint8Array(), { preload: [] }, null),
        (error) => error instanceof PymcpError && error.code === 'host.unsupported',
      );
    }
  });
});

describe('toLaunchPlan', () => {
  it('passes on the limits of the sandbox and how it presents itself', () => {
    assert.deepEqual(toLaunchPlan(defaultLimits, facts), {
      id: 7,
      token: facts.token,
      joinFiles: facts.joinFiles,
      scratchBytes: defaultLimits.scratchBytes,
      scratchInodes: defaultLimits.scratchInodes,
      fileBytes: defaultLimits.fileBytes,
      openFiles: defaultLimits.openFiles,
      processes: defaultLimits.pids + 1,
      dataBytes: null,
      protected: [],
    });
  });

  it('passes on what is covered, in its order (path.protected)', () => {
    const covers = [
      { path: 'a', cover: 'pinned' },
      { path: 'a/.env', cover: 'masked' },
    ] as const;
    assert.deepEqual(toLaunchPlan(defaultLimits, { ...facts, covers }).protected, covers);
  });

  it('bounds the memory of each process where nothing holds that of all', () => {
    const { dataBytes } = toLaunchPlan(defaultLimits, { ...facts, memoryHeld: false });
    assert.ok(dataBytes !== null && dataBytes > defaultLimits.memoryBytes);
  });

  it('leaves RLIMIT_NPROC alone where it counts the processes of the whole user', () => {
    const plan = toLaunchPlan(defaultLimits, { ...facts, processesCountedPerNamespace: false });
    assert.equal(plan.processes, null);
  });
});
