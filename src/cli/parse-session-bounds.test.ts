import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PymcpError } from '../core/errors.js';
import { parseIdleSeconds, parseSessionCount } from './parse-session-bounds.js';

describe('bounds of sessions', () => {
  it('are a whole number, and seconds', () => {
    assert.equal(parseSessionCount('16'), 16);
    assert.equal(parseIdleSeconds('1.5'), 1500);
  });

  for (const [parse, text] of [
    [parseSessionCount, '0'],
    [parseSessionCount, '2.5'],
    [parseSessionCount, '5000'],
    [parseSessionCount, 'many'],
    [parseIdleSeconds, '0'],
    [parseIdleSeconds, '-5'],
    [parseIdleSeconds, '1e9'],
  ] as const) {
    it(`are refused: ${parse.name} ${text}`, () => {
      assert.throws(
        () => parse(text),
        (error) => error instanceof PymcpError && error.hint !== '',
      );
    });
  }
});
