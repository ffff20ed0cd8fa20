// Proves: fail.closed. What the outer jail and the template are made of is made to fail by strace while the command line starts
// them: nothing is run, the error says what failed and what to do, and nothing is left.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { commandLine, type Ended, endOf } from '../support/command-line.js';
import { leavingsOf } from '../support/leavings.js';
import { slow } from '../support/time.js';

/** Of this backend: where it is not to be had, another one might be taken. */
const runHere = ['run', '--backend', 'bubblewrap', '-'];

/** Runs `pymcp run` below strace. Only what is traced is slowed down, by a filter of strace's own. */
async function runBelowStrace(options: readonly string[], program = 'print("ran")'): Promise<Ended> {
  const folder = mkdtempSync(join(tmpdir(), 'pymcp-start-'));
  const log = join(folder, 'log');
  const words = ['-f', '--seccomp-bpf', '-o', log, ...options, process.execPath, commandLine, ...runHere];
  const child = spawn('/usr/bin/strace', words, { timeout: slow(60_000), killSignal: 'SIGKILL' });
  child.stdin.on('error', () => undefined).end(program);
  try {
    const ended = await endOf(child);
    const traced = readFileSync(log, 'utf8');
    assert.match(traced, /\(INJECTED\)/, `strace: ${ended.stderr}`);
    const pid = Number(/^(\d+) +execve\(/.exec(traced)?.[1]);
    assert.ok(pid > 0, traced);
    assert.deepEqual(leavingsOf(pid), { groups: [], files: [] });
    return { ...ended, stderr: ended.stderr.replace(/^strace: .*\n/gm, '') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const inject = (call: string, error: string, when = 1): string[] => [
  ...['-e', `trace=execve,${call}`, '-e', `inject=${call}:error=${error}:when=${when}`],
];
/** The first call on this path. */
const injectOn = (path: string, call: string): string[] => [
  '-P',
  process.execPath,
  '-P',
  path,
  ...inject(call, 'EPERM'),
];

const outerJail = /^error: the outer jail ended with exit code 1: bwrap: .*\nhint: .{10,}\n$/;
const layer = (name: string): RegExp =>
  new RegExp(
    `^error: the jail's layer "${name}" could not be set up: .*; nothing was run\\nhint: .{10,}\\n$`,
  );

/** What fails → how, and what is said. */
const faults: Readonly<Record<string, readonly [options: readonly string[], says: RegExp]>> = {
  'private mounts of the outer jail': [inject('mount', 'EPERM'), outerJail],
  'its new root': [inject('mount', 'EPERM', 3), outerJail],
  'a file system without room': [inject('mount', 'ENOSPC', 2), /^error: .*\nhint: the disk is full/],
  'a mount in the middle': [inject('mount', 'EPERM', 20), outerJail],
  'its pivot_root': [inject('pivot_root', 'EPERM'), outerJail],
  'leaving the old root': [inject('umount2', 'EPERM'), outerJail],
  'giving up its capabilities': [inject('capset', 'EPERM'), outerJail],
  'asking for Landlock': [inject('landlock_create_ruleset', 'EPERM'), layer('landlock')],
  'asking for the last capability': [
    injectOn('/proc/sys/kernel/cap_last_cap', 'openat'),
    layer('capabilities'),
  ],
  'asking for a namespace': [injectOn('/proc/self/ns/net', 'readlink'), layer('namespaces')],
  'starting Python': [inject('clone', 'EAGAIN', 2), /^error: .*python3.* EAGAIN\nhint: .*ulimit -u/],
  'starting bubblewrap': [
    inject('clone', 'EAGAIN', 3),
    /^error: the outer jail .* EAGAIN\)\nhint: .*ulimit -u/,
  ],
};

describe('a start in which this fails is refused:', () => {
  for (const [what, [options, says]] of Object.entries(faults)) {
    it(what, async () => {
      const { exitCode, stdout, stderr } = await runBelowStrace(options);
      assert.match(stderr, says);
      assert.deepEqual([exitCode, stdout], [3, '']);
    });
  }
});

describe('a kernel that says it has no Landlock', () => {
  it('runs without, and the result says so', async () => {
    for (const error of ['ENOSYS', 'EOPNOTSUPP']) {
      const options = inject('landlock_create_ruleset', error);
      const program =
        'import errno\ntry: open("/run/sealed")\nexcept OSError as error: print(errno.errorcode[error.errno])\nelse: print("open")';
      const { exitCode, stdout, stderr } = await runBelowStrace(options, program);
      assert.deepEqual([exitCode, stdout, stderr], [0, 'open\n', '']);
    }
  });
});

alsoAsOrdinaryUser(import.meta.url);
