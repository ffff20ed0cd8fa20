// Proves: secret.uncommitted. What must not get into a repository is found in what is staged, in its files and in its history, in whatever
// encoding, and a hook keeps it out. A finding says where, and never what.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { findSecret } from '../../src/verify/find-secret.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import type { Ended } from '../support/command-line.js';
import { SecretProject } from '../support/secret-project.js';

interface Report {
  readonly files: number;
  readonly findings: readonly {
    readonly path: string;
    readonly line: number;
    readonly object: string | null;
    readonly what: string;
  }[];
  readonly left_out: readonly string[];
  readonly not_looked_for: readonly { readonly name: string; readonly why: string }[];
}

const value = 'tr0ub4dor/and?three+more~';
/** In pieces, so that no scan finds it in here. */
const shaped = ['ghp', 'aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0eF3hI6'].join('_');
let project: SecretProject;

beforeEach(() => {
  project = new SecretProject();
  git('init', '-q', '-b', 'main');
  put('.gitignore', '.env\nbin/\nconfig/\nhome/\n');
});
afterEach(() => {
  project.remove();
});

const git = (...args: readonly string[]): string =>
  execFileSync(
    'git',
    ['-C', project.folder, '-c', 'user.name=n', '-c', 'user.email=e@example.org', ...args],
    {
      encoding: 'utf8',
      env: project.env,
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
const commitIn = (folder: string, ...args: readonly string[]): { status: number | null; said: string } => {
  const author = ['-c', 'user.name=n', '-c', 'user.email=e@example.org'];
  const words = ['-C', folder, ...author, 'commit', '-m', 'x', ...args];
  const { status, stdout, stderr } = spawnSync('git', words, { encoding: 'utf8', env: project.env });
  return { status, said: `${stdout}${stderr}` };
};
const commit = (...args: readonly string[]): ReturnType<typeof commitIn> => commitIn(project.folder, ...args);
const put = (path: string, content: string | Buffer): void => {
  writeFileSync(join(project.folder, path), content);
};

async function scan(...args: readonly string[]): Promise<Report & Ended> {
  const ended = await project.secrets(['scan', '--json', ...args]);
  for (const secret of [value, shaped])
    assert.deepEqual(findSecret(secret, [ended.stdout, ended.stderr]), []);
  assert.notEqual(ended.stdout, '', ended.stderr);
  const report = JSON.parse(ended.stdout) as Report;
  assert.equal(ended.exitCode, report.findings.length === 0 ? 0 : 1);
  return { ...ended, ...report };
}

const places = ({ findings }: Report): readonly string[] =>
  findings.map(({ path, line, what }) => `${path}:${line} ${what}`);

describe('pymcp secrets scan', () => {
  it('finds what has the shape of a key', async () => {
    put('a.py', `x = 1\ny = "${shaped}"\n`);
    assert.deepEqual(places(await scan()), ['a.py:2 looks like a secret (GITHUB_TOKEN)']);
    const text = await project.secrets(['scan']);
    assert.match(
      text.stdout,
      /^a\.py:2 looks like a secret \(GITHUB_TOKEN\)\n2 files of the tree, 1 finding\n$/,
    );
    assert.match(text.stderr, /^hint: take it out/);
    assert.ok(!text.stdout.includes(shaped));
    put('a.py', `y = "${shaped}" # secretlint-disable-line\n`);
    assert.deepEqual(places(await scan()), []);
  });

  it('finds the values of one\u2019s own secrets, in every encoding', async () => {
    writeFileSync(project.file, `MY_KEY='${value}'\nNODE_ENV=production\n`, { mode: 0o600 });
    const bytes = Buffer.from(value);
    const ways: Readonly<Record<string, string | Buffer>> = {
      plain: `a\nb ${value}`,
      'base64-0': bytes.toString('base64'),
      'base64-1': Buffer.concat([Buffer.from('x'), bytes, Buffer.from('yz')]).toString('base64'),
      'base64-2': Buffer.concat([Buffer.from('xx'), bytes]).toString('base64url'),
      hex: bytes.toString('hex'),
      url: encodeURIComponent(value),
      json: JSON.stringify(JSON.stringify({ a: value })).replaceAll('/', '\\/'),
      unicode: Array.from(value)
        .map((one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)
        .join(''),
      html: Array.from(value)
        .map((one) => `&#${one.charCodeAt(0)};`)
        .join(''),
      reversed: Array.from(value).reverse().join(''),
      utf16: Buffer.from(value, 'utf16le'),
      binary: Buffer.concat([Buffer.alloc(10_000), bytes, Buffer.alloc(10)]),
    };
    for (const [name, content] of Object.entries(ways)) put(name, content);
    put('innocent', 'production, and nothing else of the kind');
    const found = await scan();
    assert.deepEqual(found.findings.map(({ path }) => path).sort(), Object.keys(ways).sort());
    assert.ok(found.findings.every(({ what }) => what === 'has the value of MY_KEY'));
    assert.equal(found.findings.find(({ path }) => path === 'plain')?.line, 2);
  });

  it('finds the values that are in the environment, and says which are too short to be looked for', async () => {
    project.env['GH_PAT'] = value;
    writeFileSync(project.file, 'API_KEY=short1\n', { mode: 0o600 });
    put('a', value);
    const found = await scan();
    assert.deepEqual(places(found), ['a:1 has the value of GH_PAT']);
    assert.deepEqual(
      found.not_looked_for.map(({ name }) => name),
      ['API_KEY'],
    );
  });

  it('finds files of secrets where git has them, and not where it ignores them or they are templates', async () => {
    for (const name of ['.env', '.env.local', '.env.example', '.envrc', '.environment']) put(name, 'A=1\n');
    assert.deepEqual((await scan()).findings.map(({ path }) => path).sort(), ['.env.local', '.envrc']);
    git('add', '-f', '.env');
    assert.deepEqual(
      (await scan('--staged')).findings.map(({ path }) => path),
      ['.env'],
    );
  });

  it('looks only at what is staged where it is told to', async () => {
    put('staged', shaped);
    git('add', 'staged');
    put('staged', 'harmless');
    put('not-staged', shaped);
    assert.deepEqual(places(await scan('--staged')), ['staged:1 looks like a secret (GITHUB_TOKEN)']);
    assert.deepEqual(places(await scan()), ['not-staged:1 looks like a secret (GITHUB_TOKEN)']);
    git('rm', '-q', '-f', '--cached', 'staged');
    assert.deepEqual(places(await scan('--staged')), []);
  });

  it('finds in the history what is in no file any more', async () => {
    put('a', `one\n${shaped}\n`);
    git('add', '-A');
    commit();
    git('mv', 'a', 'b');
    put('b', 'two');
    git('add', '-A');
    commit();
    git('checkout', '-q', '-b', 'side');
    put('c', ` ${shaped}`);
    git('add', '-A');
    commit();
    git('checkout', '-q', 'main');
    assert.deepEqual(places(await scan()), []);
    const found = await scan('--history');
    assert.deepEqual([...places(found)].sort(), [
      'a:2 looks like a secret (GITHUB_TOKEN)',
      'c:1 looks like a secret (GITHUB_TOKEN)',
    ]);
    const [{ object } = { object: null }] = found.findings;
    assert.match(git('log', '--all', '--format=%s', `--find-object=${object ?? ''}`), /x/);
  });

  it('manages odd names, links, folders of others and what is huge', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'pymcp-outside-'));
    try {
      writeFileSync(join(outside, 'key'), shaped);
      symlinkSync(join(outside, 'key'), join(project.folder, 'link'));
      put('new\nline "quoted" \u001b[31m', shaped);
      put('huge', '');
      truncateSync(join(project.folder, 'huge'), 33 * 1024 * 1024);
      mkdirSync(join(project.folder, 'inner'));
      execFileSync('git', ['init', '-q', join(project.folder, 'inner')]);
      const found = await scan();
      assert.deepEqual(
        found.findings.map(({ path }) => path),
        ['new\nline "quoted" \u001b[31m'],
      );
      assert.deepEqual(found.left_out, ['huge']);
      const text = await project.secrets(['scan']);
      assert.ok(!text.stdout.includes('\u001b'));
      git('add', '-A', '--', ':!huge', ':!inner');
      assert.equal((await scan('--staged')).findings.length, 1);
    } finally {
      rmSync(outside, { recursive: true, force: true });
    }
  });

  it('says where there is no repository', async () => {
    rmSync(join(project.folder, '.git'), { recursive: true });
    const { exitCode, stderr } = await project.secrets(['scan']);
    assert.equal(exitCode, 3);
    assert.match(stderr, /^error: this folder is in no git repository\nhint: run it in a checkout/);
  });
});

describe('the hook', () => {
  const hook = (): string => join(project.folder, '.git/hooks/pre-commit');
  const install = (): Promise<Ended> => project.secrets(['scan', '--install-hook']);

  it('refuses a commit that has a secret, however it is made, and no other', async () => {
    assert.equal((await install()).exitCode, 0);
    assert.equal((await install()).exitCode, 0);
    put('a', 'harmless');
    git('add', '-A');
    assert.equal(commit().status, 0);
    put('a', shaped);
    for (const args of [['-a'], ['a']]) {
      const { status, said } = commit(...args);
      assert.equal(status, 1, said);
      assert.match(said, /^a:1 looks like a secret/);
      assert.ok(!said.includes(shaped));
    }
    assert.equal(git('log', '--format=%s').trim(), 'x');
    writeFileSync(project.file, `MY_KEY='${value}'\n`, { mode: 0o600 });
    put('a', Buffer.from(value).toString('base64'));
    assert.match(commit('-a').said, /has the value of MY_KEY/);
  });

  it('keeps the one that is there, which runs first and may refuse', async () => {
    writeFileSync(hook(), '#!/bin/sh\necho theirs ran; test ! -e refuse\n');
    chmodSync(hook(), 0o755);
    const { stderr } = await install();
    assert.match(stderr, /is made\.\nThe one that was there is .*pre-commit\.before-pymcp, and runs first/);
    put('a', 'harmless');
    git('add', '-A');
    put('refuse', '');
    assert.equal(commit().status, 1);
    rmSync(join(project.folder, 'refuse'));
    const { status, said } = commit();
    assert.equal(status, 0);
    assert.match(said, /theirs ran\n/);
    assert.match((await install()).stderr, /is made anew/);
    writeFileSync(hook(), '#!/bin/sh\n');
    const again = await install();
    assert.equal(again.exitCode, 2);
    assert.match(again.stderr, /pre-commit\.before-pymcp are there/);
    assert.equal(readFileSync(hook(), 'utf8'), '#!/bin/sh\n');
  });

  it('is not put where hooks are files of the repository or of all repositories', async () => {
    mkdirSync(join(project.folder, '.husky'));
    git('config', 'core.hooksPath', '.husky');
    const { exitCode, stderr } = await install();
    assert.equal(exitCode, 2);
    assert.match(
      stderr,
      /files of it \(core\.hooksPath is .*\.husky\)\nhint: add a line to .*\.husky\/pre-commit: pymcp secrets scan --staged/,
    );
    git('config', 'core.hooksPath', '/usr/share/hooks');
    assert.match((await install()).stderr, /those of all repositories/);
  });

  it('works in a worktree and from a folder within', async () => {
    put('a', 'harmless');
    git('add', '-A');
    commit();
    const tree = join(project.folder, 'home');
    git('worktree', 'add', '-q', tree);
    const inTree = (args: readonly string[]) =>
      spawnSync('git', ['-C', tree, '-c', 'user.name=n', '-c', 'user.email=e@example.org', ...args], {
        encoding: 'utf8',
        env: project.env,
      });
    await install();
    writeFileSync(join(tree, 'b'), shaped);
    inTree(['add', 'b']);
    assert.match(
      inTree(['commit', '-m', 'x']).stdout + inTree(['commit', '-m', 'x']).stderr,
      /^b:1 looks like a secret/,
    );
    mkdirSync(join(project.folder, 'sub'));
    writeFileSync(join(project.folder, 'sub/c'), shaped);
    git('add', 'sub/c');
    const within = commitIn(join(project.folder, 'sub'));
    assert.equal(within.status, 1);
    assert.match(within.said, /^sub\/c:1 looks like a secret/);
  });
});

alsoAsOrdinaryUser(import.meta.url);
