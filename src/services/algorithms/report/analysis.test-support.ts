// Analyses of functions that nobody has measured: of a cost that is given by a formula, and of names that mean harm.
import type { Analysis } from '../analysis.js';
import type { Check } from '../check.js';
import { compareSolvers } from '../compare-solvers.js';
import { judgeMeasured } from '../judge-measured.js';
import type { Measured } from '../measured.js';

export const hostile =
  '"><script>alert(1)</script><img src=x onerror=alert(1)>\'&[x](javascript:alert(1))`|</style>\u0000\u001b[31m\u202e\ud800 https://evil.example www.evil.example';

const sizes = [4, 6, 9, 14, 21, 32, 48, 72, 108, 162, 243, 365, 548, 822, 1233, 1850] as const;

export function toMeasured(
  changed: Partial<Measured>,
  cost: (n: number) => number,
  nsPerStep = 20,
): Measured {
  return {
    ...{ what: 'measured', name: 'measured', kind: 'any', problem: null, how: 'inferred', arity: 1 },
    ...{ declared_time: null, declared_space: null, notes: [], why: null, done: 1, of: 1 },
    samples: sizes.map((n) => ({
      sizes: [n],
      events: Math.round(cost(n)),
      ...{ calls: n, depth: 2, peak_bytes: 64 * n, cold_ns: 2 * nsPerStep * cost(n) },
      cpu_ns: [nsPerStep * cost(n), 1.2 * nsPerStep * cost(n)],
      wall_ns: [1.1 * nsPerStep * cost(n), 1.3 * nsPerStep * cost(n)],
    })),
    ...changed,
  };
}

export function toAnalysis(measured: readonly Measured[], checks: readonly Check[] = []): Analysis {
  const functions = measured.map((one) => ({ ...judgeMeasured(one), checks }));
  return {
    ...{ name: 'sample', functions, comparisons: compareSolvers(functions) },
    ...{ skipped: [], notLoaded: null, cutShort: null, wallMs: 2_000 },
    conditions: {
      ...{ startedAt: '2026-01-31T14:25:01.000Z', budgetSeconds: 18, seed: null },
      load: { before: 0.5, after: 0.75, processors: 2 },
      versions: {
        ...{ pymcp: '0.1.0', python: 'CPython 3.11.2', node: '20.19.0', kernel: '6.1.0' },
        ...{ architecture: 'x64', distribution: null },
      },
      jail: { peakMemoryBytes: 12_000_000, cpuMs: 1_500 },
      repeat: 'pymcp analyze sample --budget 18',
    },
  };
}

/** Two solvers, of which the one that begins slower is faster from about 100 on. */
export function twoSolvers(): Analysis {
  return toAnalysis([
    toMeasured({ name: 'squared', problem: 'sum', declared_time: 'n^2' }, (n) => n * n + 5),
    toMeasured({ name: 'linear', problem: 'sum', declared_time: 'n' }, (n) => 100 * n + 5),
  ]);
}

/** Everything that the guest may say means harm. */
export function hostileAnalysis(): Analysis {
  const harm = { name: hostile, kind: hostile, problem: hostile, how: hostile, why: hostile };
  const declared = { declared_time: hostile, declared_space: hostile, notes: [hostile] };
  const measured = toMeasured({ ...harm, ...declared }, (n) => n);
  const checks = [{ name: hostile, state: 'failed', detail: hostile }] as const;
  const analysis = toAnalysis([measured, { ...measured, name: `${hostile}2` }], checks);
  return {
    ...analysis,
    ...{ name: hostile, notLoaded: hostile, cutShort: hostile },
    skipped: [{ name: hostile, why: hostile }],
  };
}
