import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { showControls, showLine } from './show-controls.js';

describe('showControls', () => {
  for (const { what, text, shown } of [
    { what: 'a terminal escape', text: '\u001b[31mred', shown: '\\x1b[31mred' },
    { what: 'a carriage return, which hides a line', text: 'secret\rharmless', shown: 'secret\\x0dharmless' },
    { what: 'a C1 control', text: '\u009b2J', shown: '\\x9b2J' },
    { what: 'text that runs the other way', text: 'a\u202eb', shown: 'a\\u202eb' },
    { what: 'a space of no width', text: 'a\u200bb\ufeff', shown: 'a\\u200bb\\ufeff' },
    { what: 'letters that are not seen', text: '\u{e0041}', shown: '\\U000e0041' },
    { what: 'a line break that is none to most', text: 'a\u2028b', shown: 'a\\u2028b' },
    { what: 'a NUL', text: '\0', shown: '\\x00' },
    { what: 'a joiner in words that need none', text: 'ad\u200dmin', shown: 'ad\\u200dmin' },
    { what: 'joiners in a row', text: 'é\u200d\u200cé', shown: 'é\\u200d\\u200cé' },
    { what: 'bytes that hide behind a letter', text: 'a\u{e0101}', shown: 'a\\U000e0101' },
    { what: 'a choice of form where there is none', text: 'a\ufe0f', shown: 'a\\ufe0f' },
    { what: 'a letter that is drawn as nothing', text: 'a\u3164\u2800', shown: 'a\\u3164\\u2800' },
  ]) {
    it(`shows ${what}`, () => {
      assert.equal(showControls(text), shown);
    });
  }

  it('leaves text as it is: lines, tabs, scripts, emoji that are joined', () => {
    const text = 'a\tb\nनमस्ते 漢字 👩‍👩‍👧 🏳️‍🌈 1️⃣ ❤️ می\u200cخواهم é\n';
    assert.equal(showControls(text), text);
    assert.equal(showControls('a\r\nb'), 'a\nb');
  });

  it('begins no other line where there is one', () => {
    assert.equal(showLine('a\n\tb\r\nc'), 'a\\x0a\\x09b\\x0ac');
  });
});
