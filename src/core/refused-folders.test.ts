import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findRefusal, isInside, refusedFolders } from './refused-folders.js';

describe('findRefusal', () => {
  it('refuses the folders that are named, and trees with all below (path.contained)', () => {
    for (const { folders, trees } of refusedFolders) {
      for (const path of [...folders, ...trees, ...trees.map((tree) => `${tree}/a/b`)])
        assert.notEqual(findRefusal(path), null, path);
    }
  });

  it('leaves projects alone, also below folders that are refused themselves', () => {
    for (const path of [
      '/home/alice/project',
      '/tmp/x',
      '/srv/project',
      '/work',
      '/etcetera',
      '/usr/local/src/x',
    ])
      assert.equal(findRefusal(path), null, path);
  });

  it('names only real, absolute paths', () => {
    for (const { folders, trees } of refusedFolders)
      for (const path of [...folders, ...trees]) assert.match(path, /^\/(?:[^/]+(?:\/[^/]+)*)?$/);
  });
});

describe('isInside', () => {
  it('compares whole names', () => {
    assert.ok(isInside('/a', '/a'));
    assert.ok(isInside('/a/b', '/a'));
    assert.ok(isInside('/a', '/'));
    assert.ok(!isInside('/ab', '/a'));
    assert.ok(!isInside('/', '/a'));
  });
});
