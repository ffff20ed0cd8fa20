import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { showStart } from './show-start.js';

describe('showStart', () => {
  it('shows all of what is short enough', () => {
    assert.equal(showStart('as it is', 8), 'as it is');
    assert.equal(showStart('', 0), '');
  });

  it('cuts between two words, and shows nothing of one that is too long', () => {
    assert.equal(showStart('one two three', 9), 'one two…');
    assert.equal(showStart('one\ntwo\nthree', 8), 'one\ntwo…');
    assert.equal(showStart('x'.repeat(100), 80), '…');
    assert.equal(showStart(` ${'x'.repeat(100)}`, 80), '…');
  });
});
