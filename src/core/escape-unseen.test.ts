import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { escapeUnseen } from './escape-unseen.js';

describe('JSON with nothing hidden in it', () => {
  it('is the same value, in characters that are seen', () => {
    const value = {
      'name\u202e': [
        '\u0000',
        '\u001b[31m',
        '\u009b31m',
        '\u200b',
        '\u{e0041}',
        '\ufeff',
        'a\nb',
        '\u2028',
        '💾 é 東',
      ],
    };
    const json = escapeUnseen(JSON.stringify(value, null, 2));
    assert.deepEqual(JSON.parse(json), value);
    assert.ok(/^[ -~\n💾é東]+$/u.test(json), json);
    assert.ok(json.includes('💾 é 東'));
  });
});
