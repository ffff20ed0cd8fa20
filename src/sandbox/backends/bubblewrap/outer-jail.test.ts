// Proves: jail.kernel. What of the host the outer jail shows, argument by argument.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { debianPython } from './installation.test-support.js';
import { encodeOuterOptions, type OuterJail, toOuterCommand, toOuterOptions } from './outer-jail.js';

const jail: OuterJail = {
  python: debianPython,
  guestFolder: '/run/isolated-pymcp/gw-1-2/guest',
  socketPath: '/run/isolated-pymcp/gw-1-2/sock',
  cgroupFolders: [
    { controller: 'memory', path: '/sys/fs/cgroup/memory/pymcp/gw-1' },
    { controller: 'pids', path: '/sys/fs/cgroup/pids/pymcp/gw-1' },
  ],
  workspace: null,
  egressSocketPath: null,
  program: null,
  packages: null,
};

// One line for each option with its operands.
const expected = `
--unshare-user
--unshare-pid
--unshare-ipc
--unshare-uts
--unshare-net
--uid 1000
--gid 1000
--hostname pymcp
--die-with-parent
--new-session
--as-pid-1
--ro-bind /usr/bin/python3.11 /usr/bin/python3.11
--ro-bind /usr/lib/python3 /usr/lib/python3
--ro-bind /usr/lib/python3.11 /usr/lib/python3.11
--ro-bind /usr/lib/x86_64-linux-gnu /usr/lib/x86_64-linux-gnu
--symlink usr/lib /lib
--symlink usr/lib64 /lib64
--symlink /usr/bin/python3.11 /usr/bin/python3
--proc /proc
--dev /dev
--size 33554432
--tmpfs /tmp
--dir /etc
--dir /home/mcp
--dir /run/gw/cg
--ro-bind /run/isolated-pymcp/gw-1-2/guest /opt/pymcp
--bind /run/isolated-pymcp/gw-1-2/sock /run/gw/sock
--bind /sys/fs/cgroup/memory/pymcp/gw-1 /run/gw/cg/memory
--bind /sys/fs/cgroup/pids/pymcp/gw-1 /run/gw/cg/pids
--setenv HOME /home/mcp
--setenv USER mcp
--setenv LOGNAME mcp
--setenv PATH /usr/bin
--setenv LANG C.UTF-8
--setenv PYTHONDONTWRITEBYTECODE 1
--setenv OPENBLAS_NUM_THREADS 1
--setenv OMP_NUM_THREADS 1
--setenv MPLCONFIGDIR /tmp/matplotlib
--setenv MPLBACKEND agg
--chdir /
`;

/** The operands of every use of one option. */
const usesOf = (options: readonly string[], option: string, operands: number): string[][] =>
  options.flatMap((word, index) => (word === option ? [options.slice(index + 1, index + 1 + operands)] : []));

describe('toOuterOptions', () => {
  it('starts from nothing and adds exactly this', () => {
    assert.deepEqual(toOuterOptions(jail), expected.trim().split(/[ \n]/));
  });

  it('makes nothing writable but the socket and the control groups (jail.kernel)', () => {
    const writable = usesOf(toOuterOptions(jail), '--bind', 2).map(([, target]) => target);
    assert.deepEqual(writable, ['/run/gw/sock', '/run/gw/cg/memory', '/run/gw/cg/pids']);
    assert.deepEqual(usesOf(toOuterOptions({ ...jail, cgroupFolders: [] }), '--bind', 2), [
      [jail.socketPath, '/run/gw/sock'],
    ]);
  });

  it('shows a workspace read-only, and writable only where that was asked for (path.contained)', () => {
    for (const [access, option] of [
      ['read-only', '--ro-bind'],
      ['writable', '--bind'],
    ] as const) {
      const options = toOuterOptions({ ...jail, workspace: { path: '/home/a/my project', access } });
      const before = toOuterOptions(jail);
      const start = options.indexOf('/home/a/my project') - 1;
      assert.deepEqual(options.splice(start, 3), [option, '/home/a/my project', '/run/gw/ws']);
      assert.deepEqual(options, before);
    }
  });

  it('shows a program and what it reads read-only, by names of ours', () => {
    const program = { executable: '/opt/node/bin/node', files: { 'start.mjs': '/home/a/start.js' } };
    const shown = usesOf(toOuterOptions({ ...jail, program }), '--ro-bind', 2).filter(([, place]) =>
      place?.startsWith('/srv/'),
    );
    assert.deepEqual(shown, [
      ['/opt/node/bin/node', '/srv/program'],
      ['/home/a/start.js', '/srv/start.mjs'],
    ]);
  });

  it('shows the packages of an environment read-only, and the way to them where Python looks when it starts', () => {
    const packages = { folder: '/root/.local/trees/a b', siteFolder: '/run/isolated-pymcp/gw-1-2/site' };
    const siteFolders = ['/usr/local/lib/python3.11/dist-packages'];
    const options = toOuterOptions({ ...jail, python: { ...debianPython, siteFolders }, packages });
    const before = toOuterOptions(jail);
    const start = options.indexOf('/root/.local/trees/a b') - 1;
    assert.deepEqual(options.splice(start, 6), [
      ...['--ro-bind', '/root/.local/trees/a b', '/env'],
      ...['--ro-bind', '/run/isolated-pymcp/gw-1-2/site', '/usr/local/lib/python3.11/dist-packages'],
    ]);
    assert.deepEqual(options, before);
  });

  it('names each namespace and uses no form that may silently not happen', () => {
    const options = toOuterOptions(jail);
    assert.deepEqual(
      options.filter((option) => /-(?:all|try)$|^--share|^--cap-add/.test(option)),
      [],
    );
  });
});

describe('toOuterCommand', () => {
  it('shows no host path but the interpreter, which is the same inside', () => {
    assert.deepEqual(toOuterCommand(debianPython), [
      '--args',
      '3',
      '--',
      '/usr/bin/python3.11',
      '-I',
      '-B',
      '/opt/pymcp/start_template.py',
    ]);
  });
});

describe('encodeOuterOptions', () => {
  it('ends each option with NUL, so that no path can be two', () => {
    assert.equal(encodeOuterOptions(['--dir', '/a b\n', '']).toString(), '--dir\0/a b\n\0\0');
    assert.equal(encodeOuterOptions([]).length, 0);
  });
});
