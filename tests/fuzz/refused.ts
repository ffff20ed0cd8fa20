// What every refusal of ours must be, whatever was refused.
import assert from 'node:assert/strict';
import { type ErrorCode, PymcpError } from '../../src/core/errors.js';

const mostCharacters = 1000;

/** The error that a call throws, or null where it throws none. Fails on any that is none of ours, or that a person cannot use. */
export function refusalOf(call: () => unknown, ...codes: readonly ErrorCode[]): PymcpError | null {
  try {
    call();
    return null;
  } catch (error) {
    assertRefusal(error, ...codes);
    return error;
  }
}

export function assertRefusal(error: unknown, ...codes: readonly ErrorCode[]): asserts error is PymcpError {
  if (!(error instanceof PymcpError)) throw error;
  assert.ok(codes.includes(error.code), `${error.code}: ${error.message}`);
  assert.notEqual(error.hint.trim(), '', 'it has no hint');
  assert.notEqual(error.message.trim(), '', 'it has no message');
  assert.ok(error.message.length + error.hint.length < mostCharacters, `${error.message.length} characters`);
  assert.doesNotMatch(error.message, /[\n\r]/, 'its message is more than a line');
}
