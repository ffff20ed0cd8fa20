// The documents say what is so: links lead somewhere, commands exist.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { listFiles } from '../scripts/list-files.js';
import { linkProblems, targetProblems, type Library } from './docs/document-rules.js';

const read = (path: string): string => readFileSync(path, 'utf8');

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
