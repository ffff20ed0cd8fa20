import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { scarcityHint } from './scarcity-hint.js';

describe('the hint where something is scarce', () => {
  it('names the limit', () => {
    assert.match(scarcityHint('spawn /usr/bin/bwrap EAGAIN', 'x'), /ulimit -u/);
    assert.match(scarcityHint('spawn /usr/bin/bwrap EMFILE', 'x'), /ulimit -n/);
    assert.match(scarcityHint('ENFILE: file table overflow', 'x'), /ulimit -n/);
    assert.match(scarcityHint('spawn ENOMEM', 'x'), /memory/);
    assert.match(scarcityHint('ENOSPC: no space left on device', 'x'), /disk/);
    assert.match(scarcityHint('bwrap: Failed to mount tmpfs: No space left on device', 'x'), /disk/);
  });

  it('leaves every other error to its own', () => {
    for (const message of ['spawn /usr/bin/bwrap ENOENT', 'EACCES', 'MY_EAGAIN_X'])
      assert.equal(scarcityHint(message, 'x'), 'x');
  });
});
