import assert from 'node:assert/strict';
import { describe, it, mock } from 'node:test';
import { PymcpError } from '../core/errors.js';
import { reportError } from './report-error.js';

function report(error: unknown): { exitCode: number; said: string } {
  const write = mock.method(process.stderr, 'write', () => true);
  try {
    const exitCode = reportError(error);
    return { exitCode, said: write.mock.calls.map((call) => String(call.arguments[0])).join('') };
  } finally {
    write.mock.restore();
  }
}

describe('reportError', () => {
  it('says what happened and what to do, without a stack', () => {
    const error = new PymcpError('input.code-empty', 'the program is empty', 'give a statement');
    assert.deepEqual(report(error), {
      exitCode: 2,
      said: 'error: the program is empty\nhint: give a statement\n',
    });
  });

  it('calls everything else a bug of ours, with its stack, and exits with 70', () => {
    for (const error of [new TypeError('x is not a function'), 'a string', undefined, { some: 'object' }]) {
      const { exitCode, said } = report(error);
      assert.equal(exitCode, 70);
      assert.match(said, /^error: pymcp itself failed: [^]+\nhint: please report it, with this text\n$/);
    }
    assert.match(report(new TypeError('x is not a function')).said, /TypeError: x is not a function\n +at /);
  });
});
