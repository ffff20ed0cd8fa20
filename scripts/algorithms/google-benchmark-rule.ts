// The rule of google-benchmark (src/complexity.cc, MinimalLeastSq): one factor without a constant, the least root mean square
// divided by the mean wins.
import type { Point } from '../../src/services/algorithms/growth/rank-classes.js';

const candidates: readonly { readonly name: string; readonly of: (n: number) => number }[] = [
  { name: '1', of: () => 1 },
  { name: 'log n', of: (n) => Math.log2(n) },
  { name: 'n', of: (n) => n },
  { name: 'n log n', of: (n) => n * Math.log2(n) },
  { name: 'n^2', of: (n) => n ** 2 },
  { name: 'n^3', of: (n) => n ** 3 },
];

export function judgeByGoogleBenchmark(points: readonly Point[]): string {
  const mean = points.reduce((sum, { cost }) => sum + cost, 0) / points.length;
  let best = { name: '?', error: Infinity };
  for (const { name, of } of candidates) {
    const rows = points.map(({ sizes: [n = 1], cost }) => ({ f: of(n), cost }));
    const squares = rows.reduce((sum, { f }) => sum + f * f, 0);
    const factor = squares === 0 ? 0 : rows.reduce((sum, { f, cost }) => sum + f * cost, 0) / squares;
    const missed = rows.reduce((sum, { f, cost }) => sum + (cost - factor * f) ** 2, 0);
    const error = Math.sqrt(missed / rows.length) / mean;
    if (error < best.error) best = { name, error };
  }
  return best.name;
}
