// Proves: secret.uncommitted, name.valid. `.env` is 0600, whole whatever happens, ignored by git or not written, and not used where somebody else could
// have written it.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, describe, it } from 'node:test';
import * as util from 'node:util';
import { findSecret } from '../../src/verify/find-secret.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { type Ended, pymcp, startPymcp } from '../support/command-line.js';

const made: string[] = [];
let folder = '';
let env: Record<string, string | undefined> = {};
const value = 'c0rrect-horse-battery-staple';

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'pymcp-secrets-')));
  made.push(folder);
  env = {
    ...process.env,
    DBUS_SESSION_BUS_ADDRESS: undefined,
    GH_PAT: undefined,
    ANTHROPIC_API_KEY: undefined,
  };
});
after(() => {
  for (const path of made) rmSync(path, { recursive: true, force: true });
});

const git = (...args: readonly string[]): string =>
  execFileSync('git', ['-C', folder, '-c', 'user.name=n', '-c', 'user.email=e@example.org', ...args], {
    encoding: 'utf8',
  });
const file = (): string => join(folder, '.env');
const secrets = (args: readonly string[], input = ''): Promise<Ended> =>
  pymcp(['secrets', ...args], input, { cwd: folder, env });
const set = (name = 'GH_PAT', text = value): Promise<Ended> => secrets(['set', name], text);
const parsed = (): Readonly<Record<string, string | undefined>> =>
  util.parseEnv(readFileSync(file(), 'utf8'));
const initialize = (ignored = '.env\n'): void => {
  git('init', '-q');
  writeFileSync(join(folder, '.gitignore'), ignored);
};

async function refused(ended: Promise<Ended>, exitCode: number, error: RegExp, hint: RegExp): Promise<void> {
  const said = await ended;
  assert.equal(said.exitCode, exitCode, said.stderr);
  const [first = '', second = ''] = said.stderr.trim().split('\n').slice(-2);
  assert.match(first, error);
  assert.match(second, hint);
  assert.deepEqual(findSecret(value, [said.stdout, said.stderr]), []);
}

describe('.env', () => {
  it('is made 0600 whatever the umask is, with nothing left beside it', async () => {
    initialize();
    const before = process.umask(0);
    try {
      assert.equal((await set()).exitCode, 0);
    } finally {
      process.umask(before);
    }
    assert.equal(statSync(file()).mode & 0o7777, 0o600);
    assert.deepEqual({ ...parsed() }, { GH_PAT: value });
    assert.deepEqual(readdirSync(folder).sort(), ['.env', '.git', '.gitignore']);
    assert.deepEqual(
      readdirSync(join(folder, '.git')).filter((name) => name.includes('pymcp')),
      [],
    );
  });

  it('is closed to others when it is written, with everything in it kept', async () => {
    const text = '# ours\r\nPORT=3000 # http\r\n\r\nexport OLD="a\r\nb"\r\n';
    writeFileSync(file(), text);
    chmodSync(file(), 0o644);
    assert.equal((await set()).exitCode, 0);
    assert.equal(readFileSync(file(), 'utf8'), `${text}GH_PAT=${value}\r\n`);
    assert.equal(statSync(file()).mode & 0o7777, 0o600);
  });

  it('takes values with newlines, quotes, dollars and letters of any script', async () => {
    const odd = ['a\nb', "it's", 'say "x"', '$HOME `id` $(id)', 'é☃𝄞', ' # x', 'ends\\', '\'"$'];
    for (const [index, text] of odd.entries())
      assert.equal((await set(`V${index}`, `${text}\n`)).exitCode, 0);
    assert.deepEqual({ ...parsed() }, Object.fromEntries(odd.map((text, index) => [`V${index}`, text])));
  });

  it('is used without git too', async () => {
    assert.equal((await set()).exitCode, 0);
    assert.deepEqual({ ...parsed() }, { GH_PAT: value });
  });

  it('is not written where git would take it, and the fix works', async () => {
    initialize('');
    await refused(set(), 3, /git does not ignore \.env/, /add a line "\.env" to ".*\/\.gitignore"/);
    assert.ok(!existsSync(file()));
    writeFileSync(join(folder, '.gitignore'), '.env\n');
    assert.equal((await set()).exitCode, 0);
    git('add', '-A');
    assert.equal(git('ls-files').trim(), '.gitignore');
  });

  it('is not written where git has it already', async () => {
    initialize();
    writeFileSync(file(), 'A=1\n');
    git('add', '-f', '.env');
    await refused(set(), 3, /git tracks \.env/, /git rm --cached \.env/);
    assert.equal(readFileSync(file(), 'utf8'), 'A=1\n');
    git('rm', '-q', '--cached', '.env');
    assert.equal((await set()).exitCode, 0);
  });

  it('is not written where git cannot be asked', async () => {
    initialize();
    const nowhere = { ...env, PATH: '/nowhere' };
    const asked = pymcp(['secrets', 'set', 'GH_PAT'], value, { cwd: folder, env: nowhere });
    await refused(asked, 3, /cannot be known: git is not installed/, /install git/);
    writeFileSync(join(folder, '.git/config'), '[core');
    await refused(set(), 3, /cannot be known: /, /git status/);
    assert.ok(!existsSync(file()));
  });

  it('runs nothing that the repository names', async () => {
    initialize();
    const trap = join(folder, 'trap.sh');
    writeFileSync(trap, `#!/bin/sh\ntouch ${folder}/trapped\n`, { mode: 0o755 });
    git('config', 'core.fsmonitor', trap);
    assert.equal((await set()).exitCode, 0);
    assert.ok(!existsSync(join(folder, 'trapped')));
  });

  it('comes as a whole to the one that reads while others write', async () => {
    const names = ['A', 'B', 'C', 'D'];
    const ended = await Promise.all(names.map((name) => set(name, `${name}${value}`)));
    assert.deepEqual(
      ended.map(({ exitCode }) => exitCode),
      [0, 0, 0, 0],
    );
    assert.deepEqual({ ...parsed() }, Object.fromEntries(names.map((name) => [name, `${name}${value}`])));
  });

  it('is whole when its writer is killed at any moment, and the next one cleans up', async () => {
    initialize();
    const long = 'x'.repeat(40_000);
    assert.equal((await set('KEPT', 'kept-value')).exitCode, 0);
    const took = await timeOf(() => set('KEPT', 'kept-value'));
    let killed = 0;
    for (let round = 0; round < 24; round += 1) {
      const child = startPymcp(['secrets', 'set', 'BIG'], { cwd: folder, env });
      child.stdin.on('error', () => undefined).end(`${round}${long}`);
      const ended = once(child, 'exit') as Promise<[number | null, string | null]>;
      setTimeout(() => child.kill('SIGKILL'), took * (0.4 + (0.7 * round) / 24));
      if ((await ended)[1] === 'SIGKILL') killed += 1;
      const now = parsed();
      assert.equal(now['KEPT'], 'kept-value');
      assert.ok(now['BIG'] === undefined || /^\d+x{40000}$/.test(now['BIG']), 'half a value');
      assert.deepEqual(
        readdirSync(folder).filter((name) => !['.env', '.git', '.gitignore'].includes(name)),
        [],
      );
    }
    assert.ok(killed >= 8, `${killed} were killed`);
    assert.equal((await set('KEPT', 'new-value')).exitCode, 0);
    assert.deepEqual(
      readdirSync(join(folder, '.git')).filter((name) => name.includes('pymcp')),
      [],
    );
    git('add', '-A');
    assert.equal(git('ls-files').trim(), '.gitignore');
  });
});

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

describe('what stands in the place of .env', () => {
  const target = (): string => join(folder, 'target');
  const odd: Readonly<Record<string, readonly [() => void, RegExp]>> = {
    'a link': [() => { writeFileSync(target(), 'A=1\n'); symlinkSync(target(), file()); }, /is no regular file/],
    'a link to nothing': [() => { symlinkSync(target(), file()); }, /is no regular file/],
    'a hard link': [() => { writeFileSync(target(), 'A=1\n'); linkSync(target(), file()); }, /has a second name/],
    'a FIFO': [() => { assert.equal(spawnSync('mkfifo', [file()]).status, 0); }, /is no regular file/],
    'a folder': [() => { mkdirSync(file()); }, /is no regular file/],
    'a file that its group can write': [() => { writeFileSync(file(), 'A=1\n'); chmodSync(file(), 0o660); }, /can be written by others/],
    'a file that others can write': [() => { writeFileSync(file(), 'A=1\n'); chmodSync(file(), 0o602); }, /can be written by others/],
    'a huge file': [() => { writeFileSync(file(), '#'.repeat(1_100_000)); }, /more than 1048576 bytes/],
    'a file in a folder that others can write': [() => { chmodSync(folder, 0o777); }, /the folder .* can be written by others/],
    ...(process.getuid?.() === 0
      ? {
          'a file of another user': [() => { writeFileSync(file(), 'A=1\n'); chownSync(file(), 12_345, 12_345); }, /belongs to user 12345/],
          'a file in the folder of another user': [() => { chownSync(folder, 12_345, 12_345); }, /the folder .* belongs to user 12345/],
        }
      : {}),
  }; // prettier-ignore

  for (const [what, [make, why]] of Object.entries(odd)) {
    it(`${what} is neither read nor written`, async () => {
      make();
      const before = lstatSync(file(), { throwIfNoEntry: false });
      for (const args of [['set', 'GH_PAT'], ['check'], ['list'], ['delete', 'A']]) {
        await refused(secrets(args, value), 3, why, /^hint: ./);
      }
      assert.equal(lstatSync(file(), { throwIfNoEntry: false })?.ino, before?.ino);
      if (existsSync(target())) assert.equal(readFileSync(target(), 'utf8'), 'A=1\n');
      if (what !== 'a link to nothing')
        assert.deepEqual(
          readdirSync(folder).filter((name) => name.includes('pymcp')),
          [],
        );
    });
  }

  it('that changes meanwhile into a link is replaced or refused, and what the link leads to stays', async () => {
    writeFileSync(target(), 'untouched');
    const aside = join(folder, 'aside');
    symlinkSync(target(), aside);
    for (let round = 0; round < 6; round += 1) {
      rmSync(file(), { force: true });
      const running = set();
      const flip = setInterval(() => {
        rmSync(file(), { force: true });
        symlinkSync(target(), `${aside}${round}`);
        renameSync(`${aside}${round}`, file());
      }, 3);
      await running;
      clearInterval(flip);
      assert.equal(readFileSync(target(), 'utf8'), 'untouched');
    }
  });
});

describe('the name of a secret', () => {
  for (const name of [
    'a b',
    'a-b',
    'a.b',
    '',
    '../x',
    '__proto__',
    'constructor',
    'toString',
    'x'.repeat(65),
    'A=B',
    '$(id)',
    'é',
    'A\nB',
  ])
    it(`${JSON.stringify(name.slice(0, 12))} is refused`, async () => {
      for (const command of ['set', 'delete']) {
        const said = await secrets([command, '--', name], value);
        assert.equal(said.exitCode, 2);
        assert.match(said.stderr, /^error: the secret name .*\nhint: use 1 to 64 letters/);
      }
      assert.ok(!existsSync(file()));
    });
});

alsoAsOrdinaryUser(import.meta.url);
