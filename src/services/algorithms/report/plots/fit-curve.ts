// The curve of a class through what was measured, for drawing. Pure.
import { choosePoints } from '../../growth/choose-points.js';
import { fitRelative } from '../../growth/fit-relative.js';
import type { Sizes } from '../../growth/growth-class.js';
import type { ClassFit, Point } from '../../growth/rank-classes.js';
import type { Spot } from '../chart/chart.js';

export interface Curve {
  readonly at: (sizes: Sizes) => number;
  /** Those that it was fitted to: below them, what grows slower still matters. */
  readonly points: readonly Point[];
}

/** Its shape is the fit's, its height that of these points, which may be of another measure; null where there are too few. */
export function fitCurve(fit: ClassFit, points: readonly Point[]): Curve | null {
  const chosen = choosePoints(points);
  if (chosen === null) return null;
  const termsOf = toTerms(fit);
  const { factors, error } = fitRelative(
    chosen.map(({ sizes }) => termsOf(sizes)),
    chosen.map(({ cost }) => cost),
  );
  if (!Number.isFinite(error)) return null;
  const [constant = 0, ...others] = factors;
  return {
    at: (sizes) => termsOf(sizes).reduce((sum, term, index) => sum + term * (others[index] ?? 0), constant),
    points: chosen,
  };
}

function toTerms({ growth, base, largest = 0 }: ClassFit): (sizes: Sizes) => readonly number[] {
  return base === undefined ? growth.terms : ([n = 0]) => [base ** (n - largest)];
}

const steps = 60;

/** Of one size: close together, so that it is smooth on any scale. */
export function traceCurve({ at: costAt, points }: Curve): readonly Spot[] {
  const sizes = points.map(({ sizes: [n = 0] }) => n).filter((n) => n > 0);
  if (sizes.length < 2) return [];
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
  return Array.from({ length: steps + 1 }, (_, at) => least * (most / least) ** (at / steps))
    .map((x) => ({ x, y: costAt([x]) }))
    .filter(({ y }) => Number.isFinite(y) && y > 0);
}
