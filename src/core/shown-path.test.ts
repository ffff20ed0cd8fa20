import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toShownPath } from './shown-path.js';

describe('toShownPath', () => {
  it('leaves names in any language as they are', () => {
    for (const path of ['a/b.txt', 'Grüße/日本語', 'with space', "it's"])
      assert.equal(toShownPath(Buffer.from(path)), path);
  });

  it('escapes what a terminal, a line or a reader could be misled by', () => {
    assert.equal(
      toShownPath('a\x1b[31m\nb\\c\u202e\u2028\x7f'),
      'a\\x1b[31m\\x0ab\\x5cc\\u{202e}\\u{2028}\\x7f',
    );
  });

  it('shows bytes that are no UTF-8 one by one', () => {
    assert.equal(toShownPath(Buffer.from([0x61, 0xff, 0x9b])), 'a\u00ff\\u{9b}');
  });
});
