// Proves: fail.closed. Which backend a run is given: a name is obeyed or refused, never replaced; unasked it is the strongest that is
// usable and can what is asked for; the result says which and why.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type BackendName, namedBackends } from '../../src/core/backend-names.js';
import { isAble, listAble } from '../../src/sandbox/abilities.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { commandLine, type Ended, endOf, pymcp } from '../support/command-line.js';
import { useDockerDaemon } from '../support/docker-daemon.js';
import { slow } from '../support/time.js';

interface Shown {
  readonly status: string;
  readonly value: string | null;
  readonly isolation: { readonly backend: string; readonly reason: string };
}

const shown = ({ stdout }: Ended): Shown => JSON.parse(stdout) as Shown;

/** Where the kernel makes no user namespace more, for somebody who is not root there: no backend has what it needs. */
const closed = [
  ...['-U', '-r', 'sh', '-c'],
  'echo 1 >/proc/sys/user/max_user_namespaces && exec unshare -U --map-user=1000 --map-group=1000 "$@"',
  'sh',
];

function runClosed(args: readonly string[]): Promise<Ended> {
  const child = spawn('/usr/bin/unshare', [...closed, process.execPath, commandLine, ...args], {
    timeout: slow(120_000),
    killSignal: 'SIGKILL',
  });
  child.stdin.on('error', () => undefined).end('6 * 7');
  return endOf(child);
}

useDockerDaemon();

describe('without a name', () => {
  it('a run is held by the strongest, and its result says so', async () => {
    const { isolation, value } = shown(await pymcp(['run', '--json', '-'], '6 * 7'));
    assert.deepEqual([isolation.backend, value], ['bubblewrap', '42']);
    assert.match(isolation.reason, /strongest/);
  });

  it('where that one is not to be had, nothing less than the corpus is taken', async () => {
    const ended = await runClosed(['run', '--json', '-']);
    if (ended.exitCode === 0) {
      const { isolation } = shown(ended);
      const others: readonly string[] = listAble(['corpus']).slice(1);
      assert.ok(others.includes(isolation.backend), isolation.backend);
      assert.match(isolation.reason, /bubblewrap is not to be had/);
      assert.match(ended.stderr, /^warning: the backend is /);
    } else {
      assert.deepEqual([ended.exitCode, ended.stdout], [3, '']);
      assert.match(
        ended.stderr,
        /(^|\n)error: the outer jail ended with exit code 1: bwrap: [^]*\nhint: .{10,}\n$/,
      );
    }
  });
});

for (const backend of namedBackends)
  describe(`the name ${backend}`, () => {
    let folder = '';
    before(() => {
      folder = mkdtempSync(join(tmpdir(), 'pymcp-choice-'));
    });
    after(() => {
      rmSync(folder, { recursive: true, force: true });
    });

    it('is obeyed, and the result says that it was chosen', async () => {
      const ended = await pymcp(['run', '--backend', backend, '--json', '-'], '6 * 7');
      assert.equal(ended.exitCode, 0, ended.stderr);
      const { isolation, value } = shown(ended);
      assert.deepEqual([isolation.backend, value], [backend, '42']);
      assert.match(isolation.reason, /^it was chosen by its name/);
      const warns = !isAble(backend, 'corpus');
      assert.equal(/^warning: the backend is .*corpus/.test(ended.stderr), warns, ended.stderr);
    });

    it('is obeyed from the environment and from the file', async () => {
      const env = { ...process.env, PYMCP_BACKEND: backend };
      const told = await pymcp(['run', '--json', '-'], '1', { env });
      assert.equal(shown(told).isolation.backend, backend);
      const file = join(folder, 'config.json');
      writeFileSync(file, JSON.stringify({ backend }));
      const read = await pymcp(['run', '--config', file, '--json', '-'], '1');
      assert.equal(shown(read).isolation.backend, backend);
    });

    it('is refused where it is not to be had, and no other takes its place', async () => {
      const { exitCode, stdout, stderr } = await runClosed(['run', '--backend', backend, '--json', '-']);
      assert.deepEqual([exitCode, stdout], [3, ''], stderr);
      assert.match(stderr, /(^|\n)error: [^]*\nhint: .{10,}\n$/);
    });

    it('is refused for what it cannot, with the name of one that can, before anything is tried', async () => {
      const asked = [
        ['network', ['--allow', 'example.org']],
        ['workspace', ['--workspace', folder]],
      ] as const;
      for (const [ability, options] of asked) {
        const ended = await pymcp(['run', '--backend', backend, ...options, '--json', '-'], '6 * 7');
        if (isAble(backend, ability)) assert.equal(shown(ended).value, '42', ended.stderr);
        else assertUnable(ended, backend);
      }
    });

    it('runs under --strict what it enforces, and refuses the rest', async () => {
      const loose = await pymcp(['run', '--backend', backend, '--json', '-'], '6 * 7');
      const { limits } = JSON.parse(loose.stdout) as { limits: Record<string, { level: string }> };
      const isEnforced = Object.values(limits).every(({ level }) => level === 'enforced');
      const strict = await pymcp(['run', '--backend', backend, '--strict', '--json', '-'], '6 * 7');
      assert.equal(strict.exitCode, isEnforced ? 0 : 3, strict.stderr);
      if (isEnforced) assert.equal(shown(strict).isolation.backend, backend);
      else assert.match(strict.stderr, /error: .*(not enforce|not enforced)/);
    });
  });

function assertUnable({ exitCode, stdout, stderr }: Ended, backend: BackendName): void {
  assert.deepEqual([exitCode, stdout], [2, '']);
  assert.match(stderr, new RegExp(`^error: the backend ${backend} cannot .*; nothing was run\\n`));
  assert.match(stderr, /\nhint: .*--backend bubblewrap/);
}

describe('a word that does not fit', () => {
  it('is refused: a name that is none, one that is never asked for by name, and two that contradict each other', async () => {
    for (const options of [
      ['--backend', 'lxc'],
      ['--backend', 'contained'],
      ['--backend', 'bubblewrap', '--outer-boundary', 'container'],
    ]) {
      const { exitCode, stdout, stderr } = await pymcp(['run', ...options, '-'], 'print(1)');
      assert.deepEqual([exitCode, stdout], [2, ''], options.join(' '));
      assert.match(stderr, /^error: .*\nhint: .{10,}\n$/);
    }
  });
});

alsoAsOrdinaryUser(import.meta.url, [], true);
