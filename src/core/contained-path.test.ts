import assert from 'node:assert/strict';
import { posix } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { maxPartBytes, maxPathBytes, maxPathParts, whyNotContained } from './contained-path.js';

describe('whyNotContained', () => {
  it('takes relative paths of ordinary names (path.contained)', () => {
    for (const path of [
      'a',
      'a.csv',
      'a/b/c.txt',
      '.hidden',
      '...',
      'a b',
      '-x',
      '~',
      'é/日本.csv',
      '😀',
      'a:b',
      '$x',
    ])
      assert.equal(whyNotContained(path), null, path);
  });

  it('refuses what leads elsewhere (path.contained)', () => {
    // prettier-ignore
    const paths = [
      '', '/', '/etc/passwd', '.', '..', '../a', 'a/..', 'a/../b', 'a/./b', './a', 'a//b', 'a/', '//a', 'a\\b', '..\\a', 'C:\\a',
    ];
    for (const path of paths) assert.notEqual(whyNotContained(path), null, JSON.stringify(path));
  });

  it('refuses names that a person would misread', () => {
    // prettier-ignore
    const characters = [
      '\0', '\n', '\r', '\t', '\x1b', '\x7f', '\x85', '\x9b', '\u061c', '\u200e', '\u2028', '\u2029', '\u202e', '\u2066', '\ufeff', '\ud800', '\udfff',
    ];
    for (const character of characters)
      for (const path of [character, `a${character}`, `${character}a/b`, `a/b${character}c`])
        assert.notEqual(whyNotContained(path), null, JSON.stringify(path));
  });

  it('counts bytes and parts, and takes exactly as many as it says', () => {
    assert.equal(whyNotContained('x'.repeat(maxPartBytes)), null);
    assert.match(whyNotContained('x'.repeat(maxPartBytes + 1)) ?? '', /bytes/);
    assert.match(whyNotContained('é'.repeat(128)) ?? '', /bytes/);
    assert.equal(whyNotContained(Array(maxPathParts).fill('x').join('/')), null);
    assert.match(
      whyNotContained(
        Array(maxPathParts + 1)
          .fill('x')
          .join('/'),
      ) ?? '',
      /parts/,
    );
    const longest = Array(8).fill('x'.repeat(127)).join('/');
    assert.equal(longest.length, maxPathBytes - 1);
    assert.equal(whyNotContained(`${longest}x`), null);
    assert.match(whyNotContained(`${longest}xx`) ?? '', /bytes/);
  });

  it('lets nothing through that leaves the folder, for any path', () => {
    const pathLike = fc.string({ unit: fc.constantFrom('a', '.', '/', '\\', '\0', '\n', 'é', '..', '/../') });
    fc.assert(
      fc.property(fc.oneof(pathLike, fc.string({ unit: 'binary' })), (path) => {
        if (whyNotContained(path) !== null) return;
        const joined = posix.join('/folder', path);
        assert.ok(joined.startsWith('/folder/'));
        assert.equal(joined, `/folder/${path}`);
      }),
    );
  });
});
