// `pymcp doctor` tells the truth about this machine, explains what is missing, and leaves nothing behind.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { namedBackends } from '../src/core/backend-names.js';
import { installCopy, type InstalledCopy } from './support/installed-copy.js';
import { slow } from './support/time.js';

const isRoot = process.getuid?.() === 0;
/** An ordinary user: one without an account where we are root, else ourselves. */
const ordinary = isRoot ? { uid: 54_377, gid: 54_377 } : {};

interface Answer {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Finding {
  readonly group: string;
  readonly name: string;
  readonly state: string;
  readonly level?: string;
  readonly detail: string;
  readonly fix: string | null;
}

interface Report {
  readonly run_works: boolean;
  readonly limits_enforced: boolean;
  readonly summary: string;
  readonly findings: readonly Finding[];
}

let copy: InstalledCopy;
before(() => {
  copy = installCopy();
});
after(() => {
  copy.remove();
});

/** @param program what starts Node.js with the command line, e.g. unshare(1) */
function start(
  program: readonly string[],
  args: readonly string[],
  identity: { uid?: number; gid?: number },
): Answer {
  const [file = '', ...words] = [...program, process.execPath, copy.cli, ...args];
  const home = join(copy.scratch, `home-${identity.uid ?? 'own'}`);
  mkdirSync(home, { recursive: true });
  chmodSync(home, 0o777);
  return spawnSync(file, words, {
    ...identity,
    cwd: '/',
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: home, TMPDIR: copy.scratch },
    encoding: 'utf8',
    input: '',
    timeout: slow(120_000),
  });
}

const doctor = (args: readonly string[] = [], identity = {}): Answer =>
  start([], ['doctor', ...args], identity);

function report({ stdout }: Answer): Report {
  return JSON.parse(stdout) as Report;
}

function find({ findings }: Report, name: string): Finding {
  const found = findings.find((finding) => finding.name === name);
  assert.ok(found !== undefined, `a finding named ${name}`);
  return found;
}

/** Living processes of a user. A dead one may wait a while for pid 1 of this machine, which must reap it. */
function processesOf(uid: number): readonly string[] {
  return readdirSync('/proc').filter((name) => {
    try {
      if (!/^\d+$/.test(name) || statSync(`/proc/${name}`).uid !== uid) return false;
      return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${name}/status`, 'utf8'));
    } catch {
      return false;
    }
  });
}

/** Control groups of one user's gateways. */
function groupsOf(uid: number): readonly string[] {
  return spawnSync('find', ['/sys/fs/cgroup', '-path', `*isolated-pymcp-${uid}*`, '-name', 'gw-*'], {
    encoding: 'utf8',
  })
    .stdout.split('\n')
    .filter(Boolean);
}

const names = [
  ...['platform', 'kernel', 'node', 'memory-total'],
  ...['bubblewrap', 'python', 'guest-identity', 'runtime-folder'],
  ...['user-namespaces', 'namespaces', 'nested-namespaces', 'seccomp', 'landlock'],
  ...['control-groups', 'memory', 'cpu', 'pids', 'wall', 'output', 'files'],
  ...['sealed-run', 'seen-inside', 'seen-outside', 'forbidden', 'nothing-left'],
  ...namedBackends.map((name) => `backend-${name}`),
  'audit-log',
];

const users = [
  { title: 'an ordinary user', identity: ordinary },
  ...(isRoot ? [{ title: 'root', identity: {} }] : []),
];

for (const { title, identity } of users) {
  describe(`doctor as ${title}`, () => {
    let answer: Answer;
    let found: Report;
    before(() => {
      answer = doctor(['--json'], identity);
      found = report(answer);
    });

    it('says that a program would run here, and it does', () => {
      assert.equal(answer.status, 0, answer.stderr);
      assert.equal(found.run_works, true);
      assert.match(found.summary, /^pymcp run works here; /);
      const run = start(['sh', '-c', 'echo "print(6 * 7)" | "$@"', 'sh'], ['run', '-'], identity);
      assert.deepEqual([run.status, run.stdout], [0, '42\n'], run.stderr);
    });

    it('names every finding, each once and in this order', () => {
      assert.deepEqual(
        found.findings.map(({ name }) => name),
        names,
      );
    });

    it('has seen the seal from both sides', () => {
      for (const name of ['sealed-run', 'seen-inside', 'seen-outside', 'forbidden', 'nothing-left']) {
        assert.equal(find(found, name).state, 'ok', find(found, name).detail);
      }
      assert.match(
        find(found, 'seen-inside').detail,
        /user mcp .*no capability, no_new_privs, seccomp filter/,
      );
      assert.match(find(found, 'forbidden').detail, /^11 of 11 refused/);
    });

    it('agrees with a result about every limit', () => {
      const run = start(['sh', '-c', 'echo 1 | "$@"', 'sh'], ['run', '--json', '-'], identity);
      const { limits } = JSON.parse(run.stdout) as { limits: Record<string, { level: string }> };
      const levels = Object.fromEntries(
        found.findings.flatMap(({ name, level }) => (level === undefined ? [] : [[name, level]])),
      );
      const wanted = Object.fromEntries(Object.entries(limits).map(([name, { level }]) => [name, level]));
      assert.deepEqual(levels, wanted);
    });

    it('gives each weak limit a fix, and --strict fails where there is one', () => {
      const weak = found.findings.filter(({ level }) => level !== undefined && level !== 'enforced');
      for (const { name, state, fix } of weak) {
        assert.equal(state, 'degraded', name);
        assert.notEqual(fix ?? '', '', name);
      }
      assert.equal(found.limits_enforced, weak.length === 0);
      const strict = doctor(['--strict'], identity);
      assert.equal(strict.status, weak.length === 0 ? 0 : 1);
      if (weak.length > 0) assert.match(strict.stderr, /^error: pymcp run --strict .*\nhint: \S/);
    });

    it('prints a table without colours where nobody looks on', () => {
      const { status, stdout, stderr } = doctor([], identity);
      assert.deepEqual([status, stderr], [0, '']);
      assert.equal(stdout.includes('\u001b'), false);
      assert.match(stdout, /^machine\n {2}ok {7}platform {2,}Linux/);
      assert.match(stdout, /\n\npymcp run works here; [^\n]+\n$/);
    });

    it('leaves no process, no control group and no folder behind', () => {
      const guest = Number(/user (\d+)/.exec(find(found, 'guest-identity').detail)?.[1]);
      const own = identity.uid ?? process.getuid?.() ?? 0;
      if (guest !== process.getuid?.()) assert.deepEqual(processesOf(guest), []);
      if (own !== process.getuid?.()) assert.deepEqual(groupsOf(own), []);
      const left = readdirSync(copy.scratch).filter((name) => !name.startsWith('home-'));
      assert.deepEqual(left, []);
    });
  });
}

describe('doctor where user namespaces are refused', () => {
  // A user namespace of our own, in which the kernel makes no further ones.
  const closed = [
    'unshare',
    '-U',
    '-r',
    'sh',
    '-c',
    'echo 0 >/proc/sys/user/max_user_namespaces && exec "$@"',
    'sh',
  ];

  it('names the setting and the command that changes it, and fails', () => {
    const answer = start(closed, ['doctor', '--json'], ordinary);
    assert.equal(answer.status, 1);
    const found = report(answer);
    const { state, detail, fix } = find(found, 'user-namespaces');
    assert.deepEqual([state, /user\.max_user_namespaces is 0/.test(detail)], ['missing', true]);
    assert.match(
      fix ?? '',
      /^echo 'user\.max_user_namespaces = \d+' \| sudo tee \/etc\/sysctl\.d\/\S+ && sudo sysctl --system$/,
    );
    assert.equal(find(found, 'nested-namespaces').state, 'unchecked');
    assert.match(answer.stderr, /^error: pymcp run does not work here: .*user-namespaces\nhint: \S/);
  });
});

// Only root can hide a program from one process without hiding it from all.
if (isRoot) {
  describe('doctor where bubblewrap is missing', () => {
    const hidden = ['unshare', '-m', 'sh', '-c', 'mount --bind /dev/null /usr/bin/bwrap && exec "$@"', 'sh'];

    it('gives the command that installs it, and what depends on it is not checked', () => {
      const answer = start(hidden, ['doctor', '--backend', 'bubblewrap'], {});
      assert.equal(answer.status, 1);
      assert.match(
        answer.stdout,
        /\n {2}MISSING {2}bubblewrap {2,}it is not installed\n +fix: sudo apt-get install -y bubblewrap\n/,
      );
      assert.match(answer.stdout, /\n {2}\? {8}sealed-run {2,}not checked: it needs bubblewrap\n/);
      assert.equal(
        answer.stderr,
        'error: pymcp run does not work here: bubblewrap\nhint: sudo apt-get install -y bubblewrap\n',
      );
    });

    it('is right: nothing is run in it then', () => {
      const program = join(copy.cli, '../../../guest/look_around.py');
      const run = start(hidden, ['run', '--backend', 'bubblewrap', program], {});
      assert.equal(run.status, 3);
      assert.match(
        run.stderr,
        /^error: bubblewrap \(bwrap\) is not installed\nhint: .*apt-get install -y bubblewrap/,
      );
    });
  });
}

describe('doctor --help', () => {
  it('says what it does and what its exit code means', () => {
    const { status, stdout } = doctor(['--help']);
    assert.equal(status, 0);
    for (const part of ['--json', '--strict', 'Exit code 0', 'leaves nothing behind'])
      assert.ok(stdout.includes(part), part);
  });

  it('is where a wrong option leads', () => {
    const { status, stderr } = doctor(['--jsno']);
    assert.equal(status, 2);
    assert.match(stderr, /^error: unknown option '--jsno'.*\nhint: \S/);
  });
});
