import assert from 'node:assert/strict';
import { describe, it, mock } from 'node:test';
import type { Outcome } from '../core/execution-result.js';
import { limitNames } from '../core/isolation.js';
import { reportOutcome } from './report-outcome.js';
import { resultOf } from './result.test-support.js';

interface Report {
  readonly exitCode: number;
  readonly said: string;
}

function report(outcome: Outcome, { quiet = false, pidsRefused = 0 } = {}): Report {
  const write = mock.method(process.stderr, 'write', () => true);
  try {
    const exitCode = reportOutcome(resultOf(outcome, { pidsRefused }), quiet);
    return { exitCode, said: write.mock.calls.map((call) => String(call.arguments[0])).join('') };
  } finally {
    write.mock.restore();
  }
}

const lost = (exitCode: number | null, signal: string | null): Outcome => ({
  status: 'lost',
  exitCode,
  signal,
  message: 'the program ended its process',
});

const raised: Outcome = {
  status: 'raised',
  error: { name: 'ValueError', message: 'm', traceback: 'Traceback…\nValueError: m\n' },
};

const everyOutcome: readonly Outcome[] = [
  { status: 'completed', exitCode: 0, value: '42' },
  raised,
  ...limitNames.map((limit): Outcome => ({ status: 'limit', limit, message: 'too much' })),
  { status: 'cancelled', message: 'cancelled' },
  lost(null, 'SIGSEGV'),
  lost(0, null),
];

describe('reportOutcome', () => {
  it('passes the exit code of a program through and adds no word', () => {
    for (const exitCode of [0, 1, 3, 255]) {
      assert.deepEqual(report({ status: 'completed', exitCode, value: '42' }), { exitCode, said: '' });
    }
  });

  it('prints a traceback as Python does and exits with 1', () => {
    assert.deepEqual(report(raised), { exitCode: 1, said: 'Traceback…\nValueError: m\n' });
  });

  it('tells of refused processes where an exception may come from them', () => {
    assert.match(
      report(raised, { pidsRefused: 3 }).said,
      /\nhint: .*refused a new process or thread 3 times\n$/,
    );
  });

  it('has an exit code of its own for time, for memory, for the rest and for a cancel', () => {
    const codes = limitNames.map((limit) => report({ status: 'limit', limit, message: 'm' }).exitCode);
    assert.deepEqual(Object.fromEntries(limitNames.map((limit, index) => [limit, codes[index]])), {
      memory: 137,
      cpu: 125,
      pids: 125,
      wall: 124,
      output: 125,
      files: 125,
    });
    assert.equal(report({ status: 'cancelled', message: 'm' }).exitCode, 130);
  });

  it('shows a signal as a shell does', () => {
    for (const [signal, exitCode] of [
      ['SIGABRT', 134],
      ['SIGKILL', 137],
      ['SIGSEGV', 139],
      ['SIGTERM', 143],
      ['SIGSYS', 159],
    ] as const) {
      assert.equal(report(lost(null, signal)).exitCode, exitCode);
    }
    assert.equal(report(lost(9, null)).exitCode, 9);
  });

  it('never exits with 0 but for success', () => {
    for (const outcome of everyOutcome.slice(1)) assert.notEqual(report(outcome).exitCode, 0);
    assert.equal(report(lost(0, null)).exitCode, 1);
  });

  it('says error and hint where the program itself could not', () => {
    for (const outcome of everyOutcome.slice(2))
      assert.match(report(outcome).said, /^error: .+\nhint: .+\n$/);
  });

  it('is silent where the JSON says it all', () => {
    for (const outcome of everyOutcome) {
      const { exitCode, said } = report(outcome, { quiet: true, pidsRefused: 1 });
      assert.equal(said, '');
      assert.equal(exitCode, report(outcome).exitCode);
    }
  });
});
