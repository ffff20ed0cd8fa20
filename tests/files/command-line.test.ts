// Proves: path.contained, on the command line: --file reads regular files, --save-files makes new ones below one folder.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { listTree } from '../../src/host/list-tree.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { type Ended, pymcp } from '../support/command-line.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pymcp-files-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const run = (code: string, ...args: readonly string[]): Promise<Ended> =>
  pymcp(['run', '-', ...args], code, { cwd: folder });
/** Links among them, and nothing behind a link: Node's own recursive listing of names follows them. */
const below = (path: string): string[] =>
  listTree(join(folder, path))
    .map((entry) => entry.path)
    .sort();

describe('pymcp run --file', () => {
  it('puts files beside the program under their own or another name', async () => {
    writeFileSync(join(folder, 'a.csv'), 'one');
    const code = "print(open('a.csv').read(), open('data/b.csv').read())";
    const { stdout, stderr } = await run(code, '--file', 'a.csv', '--file', `${folder}/a.csv=data/b.csv`);
    assert.deepEqual([stdout, stderr], ['one one\n', '']);
  });

  it('refuses what is no regular file, too large or badly named, before anything runs', async () => {
    writeFileSync(join(folder, 'a.csv'), 'one');
    writeFileSync(join(folder, 'large'), Buffer.alloc(60 * 1024 * 1024 + 1));
    execFileSync('mkfifo', [join(folder, 'fifo')]);
    mkdirSync(join(folder, 'sub'));
    // prettier-ignore
    const wrong = ['nonesuch', 'sub', 'fifo', 'large', '/dev/zero', '/dev/null', 'a.csv=../x', 'a.csv=/x', 'a.csv=', 'a.csv=main.py', 'a.csv=a\n'];
    for (const argument of wrong) {
      const { exitCode, stdout, stderr } = await run('print("ran")', '--file', argument);
      assert.deepEqual([exitCode, stdout], [2, ''], `${argument}: ${stderr}`);
      assert.match(stderr, /^error: .+\nhint: .+\n$/, argument);
    }
    assert.equal((await run('print("ran")', '--file', 'a.csv', '--file', 'a.csv')).exitCode, 2);
  });
});

describe('pymcp run --save-files', () => {
  const write = "import os\nos.makedirs('d')\nfor p in ('a', 'd/b'): open(p, 'w').write(p)";

  it('saves what came out in a folder that it makes, as ordinary files', async () => {
    const { exitCode, stdout, stderr } = await run(write, '--save-files', 'out');
    assert.deepEqual([exitCode, stdout, stderr], [0, '', '']);
    assert.deepEqual(below('out'), ['a', 'd', 'd/b']);
    assert.equal(readFileSync(join(folder, 'out/d/b'), 'utf8'), 'd/b');
    writeFileSync(join(folder, 'ordinary'), '', { mode: 0o644 });
    assert.equal(statSync(join(folder, 'out/a')).mode, statSync(join(folder, 'ordinary')).mode);
  });

  it('saves figures beside the files, under names that are free', async () => {
    const code =
      "import matplotlib.pyplot as plt\nplt.plot([1]); plt.show(); plt.plot([2])\nopen('figure-1.png', 'w').write('mine')";
    assert.equal((await run(code, '--save-files', 'out')).stderr, '');
    assert.deepEqual(below('out'), ['figure-1.png', 'figure-2.png', 'figure-3.png']);
    assert.equal(readFileSync(join(folder, 'out/figure-1.png'), 'utf8'), 'mine');
  });

  it('overwrites nothing, follows no link, saves the rest and says so by its exit code', async () => {
    mkdirSync(join(folder, 'out'));
    writeFileSync(join(folder, 'victim'), 'untouched');
    symlinkSync('../victim', join(folder, 'out/a'));
    symlinkSync('..', join(folder, 'out/d'));
    const { exitCode, stderr } = await run(`${write}\nopen('c', 'w').write('c')`, '--save-files', 'out');
    assert.equal(exitCode, 73);
    assert.match(stderr, /^error: not saved: a \(.*\), d\/b \(.*\)\nhint: .+\n$/);
    assert.equal(readFileSync(join(folder, 'victim'), 'utf8'), 'untouched');
    assert.deepEqual(below('.'), ['out', 'out/a', 'out/c', 'out/d', 'victim']);
  });

  it('saves no hidden file, which programs of the host could act on', async () => {
    const code =
      "import os\nos.makedirs('d/.git')\nfor p in ('.envrc', 'd/.git/config', 'seen'): open(p, 'w').write('x')";
    const { exitCode, stderr } = await run(code, '--save-files', 'out');
    assert.equal(exitCode, 73, stderr);
    assert.deepEqual(below('out'), ['seen']);
  });

  it('keeps the exit code of a program that failed', async () => {
    const { exitCode } = await run(
      `${write}\nopen('.x', 'w').close()\nraise SystemExit(3)`,
      '--save-files',
      'out',
    );
    assert.equal(exitCode, 3);
    assert.deepEqual(below('out'), ['a', 'd', 'd/b']);
  });

  it('runs nothing where the folder cannot be', async () => {
    writeFileSync(join(folder, 'file'), '');
    for (const path of ['file', 'no/such/parent', 'file/x']) {
      const { exitCode, stdout, stderr } = await run('print("ran")', '--save-files', path);
      assert.deepEqual([exitCode, stdout], [73, ''], stderr);
      assert.match(stderr, /^error: .+ nothing was run\nhint: .+\n$/);
    }
  });

  it('is not needed to see in JSON what came out', async () => {
    const { stdout, stderr } = await run(write, '--json');
    const { files } = JSON.parse(stdout) as { files: unknown };
    assert.deepEqual(files, [
      { path: 'a', size: 1, included: true },
      { path: 'd/b', size: 3, included: true },
    ]);
    assert.equal(stderr, '');
  });
});

alsoAsOrdinaryUser(import.meta.url);
