// The rule of the Python package big_O (big_o/complexities.py and infer_big_o_class of big_o.py, as of 2023-07): least squares
// with a constant, the least sum of squares in seconds wins. A polynomial is taken for the class nearest to its exponent.
import type { Point } from '../../src/services/algorithms/growth/rank-classes.js';

type Transform = (value: number) => number;

interface Candidate {
  readonly name: string;
  readonly x: Transform;
  readonly y?: { readonly to: Transform; readonly back: Transform };
}

const logarithm = { to: Math.log, back: Math.exp };

const candidates: readonly Candidate[] = [
  { name: '1', x: () => 0 },
  { name: 'log n', x: Math.log },
  { name: 'n', x: (n) => n },
  { name: 'n log n', x: (n) => n * Math.log(n) },
  { name: 'n^2', x: (n) => n ** 2 },
  { name: 'n^3', x: (n) => n ** 3 },
  { name: 'polynomial', x: Math.log, y: logarithm },
  { name: '2^n', x: (n) => n, y: logarithm },
];

/** Nearest to the exponent of a polynomial. */
const byExponent = ['1', 'n', 'n^2', 'n^3'] as const;

/** Its default: residuals that differ by no more are the same, and the simpler class wins. Of short calls most are. */
const usualBias = 1e-6;

export function judgeByBigO(points: readonly Point[], bias = usualBias): string {
  const seconds = points.map(({ sizes: [n = 1], cost }) => ({ n: Math.max(n, 1), cost: cost / 1e9 }));
  let best = { name: '?', residuals: Infinity };
  for (const { name, x, y } of candidates) {
    const to = y?.to ?? ((value: number) => value);
    const back = y?.back ?? ((value: number) => value);
    const line = fitLine(seconds.map(({ n, cost }) => [x(n), to(cost)]));
    const residuals = seconds.reduce(
      (sum, { n, cost }) => sum + (back(line.start + line.slope * x(n)) - cost) ** 2,
      0,
    );
    if (residuals >= best.residuals - bias) continue;
    const found = name === 'polynomial' ? toPower(line.slope) : name;
    best = { name: found, residuals };
  }
  return best.name;
}

function toPower(exponent: number): string {
  if (exponent > 0.35 && exponent < 0.75) return 'sqrt n';
  return byExponent[Math.min(3, Math.max(0, Math.round(exponent)))] ?? '?';
}

function fitLine(places: readonly (readonly [number, number])[]): { start: number; slope: number } {
  const meanX = places.reduce((sum, [x]) => sum + x, 0) / places.length;
  const meanY = places.reduce((sum, [, y]) => sum + y, 0) / places.length;
  const spread = places.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  const slope =
    spread === 0 ? 0 : places.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / spread;
  return { start: meanY - slope * meanX, slope };
}
