// How well each class fits the measured costs, and which is the simplest that fits well. Pure.
import { fitRelative } from './fit-relative.js';
import { classesOfOne, classesOfTwo, type GrowthClass, type Sizes } from './growth-class.js';

export interface Point {
  readonly sizes: Sizes;
  /** Above 0. */
  readonly cost: number;
}

export interface ClassFit {
  readonly growth: GrowthClass;
  /** Root mean square of the relative residuals. */
  readonly error: number;
  readonly factors: readonly number[];
  /** Of an exponential: its term is base to the power of (n − largest). */
  readonly base?: number;
  readonly largest?: number;
}

export interface Ranking {
  readonly best: ClassFit;
  /** The one that would be next. */
  readonly runnerUp: ClassFit;
  readonly fits: readonly ClassFit[];
}

export interface Tolerance {
  /** Relative errors below it are all the same. */
  readonly error: number;
  /** Of so many points one may miss by far, and is left out. */
  readonly pointsPerOutlier: number;
  /** Costs that vary by no more are constant. */
  readonly variation: number;
  /** Classes that it cannot be. */
  readonly excluded?: readonly string[];
}

/** A simpler class is preferred while its error is no more than so many times the least. */
const preference = 1.4;

/** @returns null where there are too few points to tell */
export function rankClasses(points: readonly Point[], tolerance: Tolerance): Ranking | null {
  const fits = (points[0]?.sizes.length === 2 ? classesOfTwo : classesOfOne)
    .map((growth) => fitMost(growth, points, Math.floor(points.length / tolerance.pointsPerOutlier)))
    .sort((one, other) => one.growth.rank - other.growth.rank || one.error - other.error);
  const possible = fits.filter(({ growth }) => tolerance.excluded?.includes(growth.name) !== true);
  const least = Math.min(...possible.map(({ error }) => error));
  const limit = Math.max(tolerance.error, least * preference);
  const flat = spread(points) <= tolerance.variation;
  // The base of an exponential is free, so it fits much that it is not.
  const limitOf = ({ base }: ClassFit): number =>
    base === undefined ? limit : Math.max(tolerance.error / 4, least * preference);
  const good = possible.filter((fit) => fit.error <= limitOf(fit) || (flat && fit.growth.rank === 0));
  const [simplest] = good;
  if (simplest === undefined) return null;
  // Of classes of the same rank, such as n and m, the one that fits.
  const best = good.find(({ growth }) => growth.rank === simplest.growth.rank) ?? simplest;
  const [runnerUp] = fits
    .filter((fit) => fit !== best)
    .sort((one, other) => one.error - other.error || one.growth.rank - other.growth.rank);
  return runnerUp === undefined ? null : { best, runnerUp, fits };
}

/** The largest cost over the least. */
export function spread(points: readonly Point[]): number {
  const costs = points.map(({ cost }) => cost);
  return Math.max(...costs) / Math.min(...costs);
}

/** Without the points that miss most. */
function fitMost(growth: GrowthClass, points: readonly Point[], outliers: number): ClassFit {
  const fit = fitClass(growth, points);
  if (outliers === 0) return fit;
  const worst = points.reduce((one, other) => (missOf(fit, other) > missOf(fit, one) ? other : one));
  const fewer = points.filter((point) => point !== worst);
  return fitMost(growth, fewer, outliers - 1);
}

function missOf(fit: ClassFit, { sizes, cost }: Point): number {
  return Math.abs(costOf(fit, sizes) - cost) / cost;
}

/** What it says a call costs. */
export function costOf(
  { growth, factors: [constant = 0, ...factors], base, largest = 0 }: ClassFit,
  sizes: Sizes,
): number {
  const [n = 0] = sizes;
  const terms = base === undefined ? growth.terms(sizes) : [base ** (n - largest)];
  return terms.reduce((sum, term, at) => sum + term * (factors[at] ?? 0), constant);
}

function fitClass(growth: GrowthClass, points: readonly Point[]): ClassFit {
  const costs = points.map(({ cost }) => cost);
  if (growth.name === '2^n') return { growth, ...fitExponential(points) };
  return {
    growth,
    ...fitRelative(
      points.map(({ sizes }) => growth.terms(sizes)),
      costs,
    ),
  };
}

const bases: readonly number[] = Array.from({ length: 60 }, (_, at) => 1.15 * 1.025 ** at);

function fitExponential(points: readonly Point[]): Omit<ClassFit, 'growth'> {
  const costs = points.map(({ cost }) => cost);
  const largest = Math.max(...points.map(({ sizes: [n = 0] }) => n));
  const fits = bases.map((base) => {
    const rows = points.map(({ sizes: [n = 0] }) => [base ** (n - largest)]);
    return { base, largest, ...fitRelative(rows, costs) };
  });
  return fits.reduce((best, fit) => (fit.error < best.error ? fit : best));
}
