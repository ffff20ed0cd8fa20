// The documents say what is so: links lead somewhere, promises have their proof, commands exist.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import {
  commentProblems,
  linkProblems,
  promiseProblems,
  targetProblems,
  type Library,
} from './docs/document-rules.js';

const read = (path: string): string => readFileSync(path, 'utf8');

/** Files below these folders and at the top, without what was installed or built. */
function listFiles(pattern: RegExp): string[] {
  const folders = [
    '.github',
    'algorithms',
    'bench',
    'container',
    'docs',
    'examples',
    'guest',
    'hostile',
    'scripts',
    'src',
    'tests',
    'tools',
  ];
  const below = folders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
    );
  return [...readdirSync('.'), ...below].filter((path) => pattern.test(path));
}

const toMap = (paths: readonly string[]): Map<string, string> =>
  new Map(paths.map((path) => [path, read(path)]));

const repository: Library = { documents: toMap(listFiles(/\.md$/)), exists: existsSync, read };

/** A library of these files and no others. */
function libraryOf(files: Readonly<Record<string, string>>): Library {
  return {
    documents: new Map(Object.entries(files).filter(([path]) => path.endsWith('.md'))),
    exists: (path) => path in files,
    read: (path) => files[path] ?? '',
  };
}

describe('the documents', () => {
  it('are all there', () => {
    for (const name of ['README', 'ARCHITECTURE', 'SECURITY', 'CONTRIBUTING', 'CHANGELOG']) {
      assert.ok(repository.documents.has(`${name}.md`), `${name}.md is missing`);
    }
  });

  it('link to what exists', () => {
    assert.deepEqual(linkProblems(repository), []);
  });

  it('link to what exists: the rule can fail', () => {
    const to = (link: string): number =>
      linkProblems(libraryOf({ 'docs/a.md': link, 'b.md': '# One `two`!\n' })).length;
    assert.equal(to('[x](../b.md#one-two) [y](https://example.org/c) `[z](no.md)`'), 0);
    for (const link of [
      '[x](b.md)',
      '[x](../b.md#three)',
      '[x](../../b.md)',
      '[x][y]\n\n[y]: c.md',
      '![x](c.png "t")',
    ]) {
      assert.equal(to(link), 1, link);
    }
  });

  it('claim no promise without a test that names it', () => {
    assert.deepEqual(promiseProblems(repository), []);
  });

  it('claim no promise without a test that names it: the rule can fail', () => {
    const row = (line: string): number =>
      promiseProblems(libraryOf({ 'SECURITY.md': line, 'tests/a.test.ts': '// net.none' })).length;
    assert.equal(row('| `net.none` | no network | [a](tests/a.test.ts) |'), 0);
    assert.equal(row('| `net.none` | no network | |'), 1);
    assert.equal(row('| `net.none` | no network | `tests/b.test.ts` |'), 1);
    assert.equal(row('| `jail.once` | fresh | `tests/a.test.ts` |'), 1);
    assert.equal(row('| `net.some` | a little network | `tests/a.test.ts` |'), 1);
    assert.equal(row('no table'), 1);
  });

  it('mention only commands that exist', () => {
    assert.deepEqual(targetProblems(repository), []);
    const makefile = 'run: setup\n';
    assert.equal(
      targetProblems(libraryOf({ Makefile: makefile, 'a.md': '`make run FILE=x.py`\nmake sure' })).length,
      1,
    );
    assert.equal(targetProblems(libraryOf({ Makefile: makefile, 'a.md': 'use `make fly`' })).length, 1);
  });
});

describe('the comments', () => {
  it('name only promises of the design', () => {
    assert.deepEqual(commentProblems(toMap(listFiles(/\.(?:ts|py|sh)$|^Makefile$/))), []);
  });

  it('name only promises of the design: the rule can fail', () => {
    assert.equal(
      commentProblems(new Map([['a.ts', '// jail.kernel: a\n# limit.cpu limit.memory: b']])).length,
      0,
    );
    assert.equal(commentProblems(new Map([['a.ts', ['// jail', 'colonel: a'].join('.')]])).length, 1);
    assert.equal(commentProblems(new Map([['a.py', ['# limit.cpu, limit', 'time: b'].join('.')]])).length, 1);
  });
});
