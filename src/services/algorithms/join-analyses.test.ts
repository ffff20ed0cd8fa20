import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Analysis } from './analysis.js';
import { joinAnalyses } from './join-analyses.js';
import { judgeMeasured } from './judge-measured.js';
import type { Measured } from './measured.js';

const sizes = [1, 2, 4, 8, 16, 32, 64, 128, 256];

/** @param nanoseconds of a call with this size */
function measured(name: string, kind: string, nanoseconds: (n: number) => number): Measured {
  return {
    ...{ what: 'measured', name, kind, problem: null, how: 'given', arity: 1, notes: [], why: null },
    ...{ declared_time: null, declared_space: null, done: 1, of: 1 },
    samples: sizes.map((n) => ({ sizes: [n], cpu_ns: [nanoseconds(n)], wall_ns: [nanoseconds(n)] })),
  };
}

function analysisOf(functions: readonly Measured[], more: Partial<Analysis> = {}): Analysis {
  return {
    ...{ name: 'x', functions: functions.map(judgeMeasured), comparisons: [], skipped: [] },
    ...{ notLoaded: null, cutShort: null, wallMs: 10 },
    ...more,
  };
}

const slow = (n: number): number => 100 * n;
const steady = (): number => 1_000;

describe('analyses of several sources, joined', () => {
  it('compare functions whose only input goes by two names, and tell equal names apart', () => {
    const joined = joinAnalyses([
      { label: 'one', analysis: analysisOf([measured('f', 'any', slow)]) },
      { label: 'two', analysis: analysisOf([measured('f', 'plain', steady)]) },
    ]);
    const [comparison] = joined.comparisons;
    assert.deepEqual(
      comparison?.order.map(({ name }) => name),
      ['two.f', 'one.f'],
    );
    assert.deepEqual(
      comparison.crossovers.map(({ below, above }) => [below, above]),
      [['one.f', 'two.f']],
    );
    assert.equal(joined.wallMs, 20);
  });

  it('compare kind by kind where a function has several', () => {
    const both = (name: string): Measured[] => ['random', 'sorted'].map((kind) => measured(name, kind, slow));
    const joined = joinAnalyses([
      { label: 'one', analysis: analysisOf(both('f')) },
      { label: 'two', analysis: analysisOf(both('g')) },
    ]);
    assert.deepEqual(
      joined.comparisons.map(({ kind, order }) => [kind, order.length]),
      [
        ['random', 2],
        ['sorted', 2],
      ],
    );
  });

  it('do not compare solvers of different problems', () => {
    const solver = (name: string, problem: string): Measured => ({ ...measured(name, 'any', slow), problem });
    const joined = joinAnalyses([
      { label: 'one', analysis: analysisOf([solver('f', 'sort'), solver('g', 'search')]) },
      { label: 'two', analysis: analysisOf([solver('h', 'sort')]) },
    ]);
    assert.deepEqual(
      joined.comparisons.map(({ problem, order }) => [problem, order.map(({ name }) => name).sort()]),
      [['sort', ['f', 'h']]],
    );
  });

  it('say of which source it is that something went wrong', () => {
    const joined = joinAnalyses([
      { label: 'one', analysis: analysisOf([], { notLoaded: 'SyntaxError' }) },
      { label: 'two', analysis: analysisOf([], { skipped: [{ name: 'f', why: 'takes x' }] }) },
    ]);
    assert.equal(joined.notLoaded, 'one: SyntaxError');
    assert.deepEqual(joined.skipped, [{ name: 'two.f', why: 'takes x' }]);
  });
});
