import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { shorten } from './shorten.js';

describe('shorten', () => {
  it('leaves alone what fits', () => {
    assert.equal(shorten('abc', 3), 'abc');
  });

  it('keeps head and tail and says how much is missing', () => {
    assert.equal(
      shorten(`${'a'.repeat(50)}${'b'.repeat(50)}`, 10),
      'aaaaa\n… 90 characters left out …\nbbbbb',
    );
  });

  it('cuts no character in two', () => {
    const short = shorten('😀'.repeat(50), 10);
    assert.ok(short.isWellFormed());
    assert.match(short, /^😀😀\n… 92 characters left out …\n😀😀$/u);
  });

  it('mends halves of surrogate pairs', () => {
    assert.equal(shorten('a\ud800b', 10), 'a\ufffdb');
  });
});
