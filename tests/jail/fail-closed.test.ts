// Proves: fail.closed. A layer that cannot be set up, or that says it was and was not, refuses the run: with the layer's
// name and a hint, before a line of the program has run, and with nothing left behind.
import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { breakPackage } from '../support/broken-package.js';
import { commandLine, endOf, pymcp } from '../support/command-line.js';
import { openJail } from '../support/jail.js';
import { leavingsOf } from '../support/leavings.js';
import { spawn } from 'node:child_process';
import { slow } from '../support/time.js';

const jail = await openJail();
const { isolation } = await jail.run('1');
const inGroups = jail.template.levels.memory.level === 'enforced';

const call = (name: string): string => `_when("syscall", lambda n, *a: n == "${name}", _fail)`;
const callDone = (name: string): string => `_when("syscall", lambda n, *a: n == "${name}", _nothing)`;
const option = (number: number): string => `_when("prctl", lambda o, *a: o == ${number}, _fail)`;
const file = (part: string): string =>
  `_when("write_file", lambda path, text: ${JSON.stringify(part)} in path, _fail)`;
const withoutFlag = (flag: string): string =>
  `_unshare, _fork_into = unshare, fork_into
def unshare(flags): _unshare(flags & ~${flag})
def fork_into(flags): return _fork_into(flags & ~${flag})`;

/** What is broken → the layer that the refusal names, how. */
const failures: readonly (readonly [string, string, string])[] = [
  ['new namespaces', 'namespaces', '_when("fork_into", lambda *a: True, _fail)'],
  ['a new cgroup namespace', 'namespaces', '_when("unshare", lambda *a: True, _fail)'],
  ['the user map', 'namespaces', file('uid_map')],
  ['the group map', 'namespaces', file('gid_map')],
  ['giving up groups', 'namespaces', file('setgroups')],
  ['the host name', 'namespaces', '_when("set_hostname", lambda *a: True, _fail)'],
  ['the end of user namespaces', 'user-limits', file('max_user_namespaces')],
  ['the order of out-of-memory kills', 'oom-score', file('oom_score_adj')],
  ['private mounts', 'mounts', '_when("mount", lambda s, t, *a: t == "/", _fail)'],
  ['/proc', 'mounts', '_when("mount", lambda s, t, k, *a: k == "proc", _fail)'],
  ['terminals of its own', 'mounts', '_when("mount", lambda s, t, k, *a: k == "devpts", _fail)'],
  [
    'scratch folders',
    'mounts',
    '_when("mount", lambda s, t, k, *a: k == "tmpfs" and t.endswith("/tmp/tmp"), _fail)',
  ],
  ['read-only', 'mounts', '_when("mount", lambda s, t, k, f, *a: f & MS_REMOUNT, _fail)'],
  ['the new root', 'mounts', call('pivot_root')],
  ['leaving the old root', 'mounts', '_when("detach", lambda *a: True, _fail)'],
  ['loopback', 'loopback', 'import fcntl\nfcntl.ioctl = _fail'],
  ['resource limits', 'rlimits', 'import resource\nresource.setrlimit = _fail'],
  ['hiding the first process from the program', 'harness', option(4)],
  ['the second process', 'harness', 'os.fork = _fail'],
  ['the bounding set', 'capabilities', option(24)],
  ['ambient capabilities', 'capabilities', '_when("prctl2", lambda *a: True, _fail)'],
  ['securebits', 'capabilities', option(28)],
  ['the capability sets', 'capabilities', call('capset')],
  ['no new privileges', 'no-new-privs', option(38)],
  ['the filter', 'seccomp', call('seccomp')],
  [
    'a filter that the kernel does not take',
    'seccomp',
    `import base64
_decode = base64.b64decode
base64.b64decode = lambda *a, **k: _decode(*a, **k)[:-8]`,
  ],
  ...(isolation.landlockAbi === 0
    ? []
    : ([
        ['Landlock’s rules', 'landlock', call('landlock_add_rule')],
        ['Landlock', 'landlock', call('landlock_restrict_self')],
      ] as const)),
  ...(inGroups ? ([['the control group', 'cgroup', file('/run/gw/cg/')]] as const) : []),
  // The kernel said yes and did nothing: read back and noticed.
  ['a filter that was not installed', 'seccomp', callDone('seccomp')],
  ['capabilities that were not dropped', 'capabilities', callDone('capset')],
  [
    'mounts that were not made read-only',
    'mounts',
    '_when("mount", lambda s, t, k, f, *a: f & MS_REMOUNT, _nothing)',
  ],
  ...(isolation.landlockAbi === 0
    ? []
    : ([['Landlock that was not applied', 'landlock', callDone('landlock_restrict_self')]] as const)),
  ['a network namespace that is not new', 'namespaces|loopback', withoutFlag('CLONE_NEWNET')],
  ['an ipc namespace that is not new', 'namespaces', withoutFlag('CLONE_NEWIPC')],
  ['a cgroup namespace that is not new', 'namespaces', withoutFlag('CLONE_NEWCGROUP')],
];

describe('the run is refused when this cannot be set up:', () => {
  for (const [what, layer, python] of failures) {
    it(what, async () => {
      const broken = breakPackage(python);
      try {
        const { exitCode, stdout, stderr, pid } = await broken.run('print("ran")');
        assert.match(
          stderr,
          new RegExp(`^error: the jail's layer "(?:${layer})" could not be set up: .*nothing was run\\n`),
        );
        assert.match(stderr, /\nhint: [^\n]{10,}\n$/);
        assert.deepEqual([exitCode, stdout], [3, '']);
        assert.deepEqual(leavingsOf(pid), { groups: [], files: [] });
      } finally {
        broken.remove();
      }
    });
  }

  it('descriptors that cannot be closed: not even the template comes up', async () => {
    const broken = breakPackage(call('close_range'));
    try {
      const { exitCode, stdout, stderr, pid } = await broken.run('print("ran")');
      assert.match(stderr, /^error: [^]*close_range|injected by a test[^]*\nhint: /);
      assert.deepEqual([exitCode, stdout], [3, '']);
      assert.deepEqual(leavingsOf(pid), { groups: [], files: [] });
    } finally {
      broken.remove();
    }
  });

  it('control: the same copy, with nothing broken, runs', async () => {
    const copy = breakPackage('');
    try {
      const { exitCode, stdout, stderr } = await copy.run('print("ran")');
      assert.deepEqual([exitCode, stdout, stderr], [0, 'ran\n', '']);
    } finally {
      copy.remove();
    }
  });
});

describe('the machine', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pymcp-machine-'));
  chmodSync(folder, 0o755);
  after(() => {
    rmSync(folder, { recursive: true });
  });

  it('with limits that are only watched is refused by --strict, and told which; one that enforces them runs', async () => {
    const { exitCode, stdout, stderr } = await pymcp(['run', '--strict', '-'], 'print("ran")');
    const weak = Object.entries(jail.template.levels).filter(([, { level }]) => level !== 'enforced');
    if (weak.length === 0) {
      assert.deepEqual([exitCode, stdout], [0, 'ran\n'], stderr);
      return;
    }
    assert.deepEqual([exitCode, stdout], [3, '']);
    for (const [name] of weak) assert.match(stderr, new RegExp(`^error: --strict: .*${name}.*\nhint: `));
  });

  if (process.getuid?.() === 0) {
    /** Runs the command line in a mount namespace of its own, after some mounts. cmd.noshell does not bind tests. */
    const within = async (
      mounts: string,
    ): Promise<{ exitCode: number | null; stdout: string; stderr: string }> => {
      const words = [
        '-m',
        '/bin/sh',
        '-ec',
        `${mounts}; exec "$0" "$1" run --backend bubblewrap -`,
        process.execPath,
        commandLine,
      ];
      const child = spawn('/usr/bin/unshare', words, { timeout: slow(60_000) });
      child.stdin.end('print("ran")');
      return endOf(child);
    };

    // prettier-ignore
    const machines: readonly (readonly [string, string, RegExp])[] = [
      ['without bubblewrap', 'mount --bind /dev/null /usr/bin/bwrap', /bubblewrap \(bwrap\) is not installed\nhint: .*apt-get install/],
      ['with something else in its place', 'mount --bind /bin/false /usr/bin/bwrap', /outer jail ended with exit code 1.*\nhint: /],
      ['without Python', 'mount --bind /dev/null "$(readlink -f /usr/bin/python3)"', /python3.*\nhint: .*apt-get install/],
      ['with a full disk', 'mount -t tmpfs -o size=8k none /run', /no space|ENOSPC|full.*\nhint: /i],
      ['with a read-only disk', 'mount -t tmpfs -o ro none /run; export TMPDIR=/run', /no private folder.*\nhint: /],
    ];
    for (const [what, mounts, says] of machines) {
      it(`${what}, is refused`, async () => {
        const { exitCode, stdout, stderr } = await within(mounts);
        assert.match(stderr, says);
        assert.match(stderr, /^error: /);
        assert.deepEqual([exitCode, stdout], [3, ''], stderr);
      });
    }

    it('control: in a mount namespace of its own and unchanged, runs', async () => {
      assert.deepEqual(await within('true').then(({ stdout, stderr }) => [stdout, stderr]), ['ran\n', '']);
    });
  } else {
    it('where others prepared the runtime folder is refused it, and takes a safe one or none', async () => {
      const [runtime, temporary, elsewhere] = ['runtime', 'temporary', 'elsewhere'].map((name) =>
        join(folder, name),
      );
      assert.ok(runtime !== undefined && temporary !== undefined && elsewhere !== undefined);
      for (const path of [runtime, temporary, elsewhere]) mkdirSync(path);
      symlinkSync(elsewhere, join(runtime, 'isolated-pymcp'));
      mkdirSync(join(temporary, `isolated-pymcp-${process.getuid?.() ?? 0}`));
      chmodSync(join(temporary, `isolated-pymcp-${process.getuid?.() ?? 0}`), 0o777);
      const home = { XDG_STATE_HOME: join(folder, 'state'), XDG_CONFIG_HOME: join(folder, 'config') };
      const env = { PATH: '/usr/bin:/bin', XDG_RUNTIME_DIR: runtime, TMPDIR: temporary, ...home };
      const { exitCode, stdout, stderr } = await pymcp(['run', '-'], 'print("ran")', { env });
      if (existsSync(`/run/user/${process.getuid?.() ?? 0}`)) {
        assert.deepEqual([exitCode, stdout], [0, 'ran\n'], stderr);
        return;
      }
      assert.match(stderr, /^error: there is no private folder .*\nhint: .*XDG_RUNTIME_DIR/);
      assert.deepEqual([exitCode, stdout], [3, '']);
    });
  }
});

alsoAsOrdinaryUser(import.meta.url);
