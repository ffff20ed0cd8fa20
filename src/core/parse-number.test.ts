import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { PymcpError } from './errors.js';
import { parseNumber } from './parse-number.js';

const bounds = { least: 0.5, most: 100, unit: 'seconds' };

function problemWith(text: string): string {
  try {
    parseNumber('--timeout', text, bounds);
    return 'none';
  } catch (error) {
    assert.ok(error instanceof PymcpError);
    assert.equal(error.code, 'input.limit-invalid');
    assert.equal(error.hint, 'give a number of seconds from 0.5 to 100');
    return error.message;
  }
}

describe('parseNumber', () => {
  it('takes whole and decimal numbers within its bounds, ends included', () => {
    for (const [text, value] of [
      ['1', 1],
      ['+1', 1],
      ['0.5', 0.5],
      ['.5', 0.5],
      ['100', 100],
      ['007', 7],
      ['2.', 2],
      [' 3 ', 3],
    ] as const) {
      assert.equal(parseNumber('--timeout', text, bounds), value);
    }
  });

  it('says that a number is out of range', () => {
    for (const text of ['-1', '0', '0.49', '100.001', '9'.repeat(400)])
      assert.match(problemWith(text), / is out of range$/);
  });

  it('says that a text is not a number', () => {
    for (const text of [
      '',
      ' ',
      'abc',
      '1e2',
      '0x10',
      'NaN',
      'Infinity',
      '1,5',
      '1 2',
      '--1',
      '.',
      '1_0',
      '\u0661',
      '1\n2',
    ]) {
      assert.match(problemWith(text), / is not a number$/, JSON.stringify(text));
    }
  });

  it('names the option and shows no more than the beginning of the value', () => {
    assert.match(problemWith('abc'), /^--timeout abc /);
    assert.ok(problemWith('x'.repeat(10_000)).length < 100);
  });

  it('gives a number within its bounds or an error, for any text', () => {
    const nearly = fc.string({ unit: fc.constantFrom('1', '5', '.', '-', '+', 'e', ' ', '\n') });
    fc.assert(
      fc.property(fc.oneof(nearly, fc.string({ unit: 'binary' })), (text) => {
        if (problemWith(text) !== 'none') return;
        const value = parseNumber('--timeout', text, bounds);
        assert.ok(value >= 0.5 && value <= 100);
      }),
    );
  });
});
