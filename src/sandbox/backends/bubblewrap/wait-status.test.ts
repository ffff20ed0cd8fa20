import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseWaitStatus } from './wait-status.js';

describe('parseWaitStatus', () => {
  it('reads an exit code from the second byte', () => {
    for (const code of [0, 1, 3, 127, 255]) {
      assert.deepEqual(parseWaitStatus(code << 8), { exitCode: code, signal: null });
    }
  });

  it('reads a signal from the low seven bits, with or without a core dump', () => {
    for (const [number, signal] of [
      [1, 'SIGHUP'],
      [6, 'SIGABRT'],
      [9, 'SIGKILL'],
      [11, 'SIGSEGV'],
      [15, 'SIGTERM'],
      [31, 'SIGSYS'],
    ] as const) {
      assert.deepEqual(parseWaitStatus(number), { exitCode: null, signal });
      assert.deepEqual(parseWaitStatus(number | 0x80), { exitCode: null, signal });
    }
  });

  it('gives a number to a signal without a name', () => {
    assert.deepEqual(parseWaitStatus(40), { exitCode: null, signal: 'signal 40' });
  });

  it('has an answer for every status', () => {
    for (let status = 0; status < 0x10000; status += 1) {
      const { exitCode, signal } = parseWaitStatus(status);
      assert.ok((exitCode === null) !== (signal === null));
    }
  });
});
