// The classes that times of one size can be of, by how steep they are at the largest sizes. A fit alone can be led astray by one jump.
// Pure.
import type { Point } from './rank-classes.js';
import { localSlopeOf } from './slope.js';
import { topPoints } from './top-points.js';

/** Exponents, generously: constants make them smaller, caches larger. Those of what explodes have no bound. */
const exponents: Readonly<Record<string, readonly [number, number]>> = {
  '1': [-Infinity, 0.25],
  'log n': [-0.05, 0.45],
  'sqrt n': [0.3, 0.7],
  n: [0.6, 1.35],
  'n log n': [0.85, 1.45],
  'n^2': [1.5, 2.5],
  'n^3': [2.4, 3.6],
  '2^n': [1.8, Infinity],
  'n!': [3, Infinity],
};
const topWidth = 16;
/** Where the interpreter does nothing that grows there are no lower terms, and a power shows as what it is. */
const leastAlone: Readonly<Record<string, number>> = { 'n^2': 1.8, 'n^3': 2.75 };

const tooSteep = ['n^2', 'n^3', '2^n', 'n!'] as const;
const aboveBase = 2.5;
const fewestBelow = 4;
const leastSquare = 1.4;

/**
 * @param steps class of what was counted; null where that is not known
 * @returns names of those that it cannot be; none of two sizes
 */
export function excludedByTime(times: readonly Point[], steps: string | null): readonly string[] {
  if (times[0]?.sizes.length !== 1) return [];
  const slope = localSlopeOf(topPoints(times, topWidth));
  const leastOf = (name: string, least: number): number =>
    steps === '1' ? Math.max(least, leastAlone[name] ?? -Infinity) : least;
  const steep = steps === '1' && isLinearBelow(times) ? tooSteep : [];
  const implausible = Object.entries(exponents).flatMap(([name, [least, most]]) =>
    slope < leastOf(name, least) || slope > most ? [name] : [],
  );
  return [...implausible, ...steep];
}

/**
 * Whether costs grow no faster than sizes below the top. What grows faster there then is the machine: whoever follows pointers waits
 * for memory once they are too many for its caches, and over a decade of sizes that looks like a square.
 */
function isLinearBelow(times: readonly Point[]): boolean {
  const largest = Math.max(...times.map(({ sizes: [n = 0] }) => n));
  const base = Math.min(...times.map(({ cost }) => cost));
  const below = times
    .filter(({ sizes: [n = 0], cost }) => n * topWidth <= largest && cost >= aboveBase * base)
    .filter(({ sizes: [n = 0] }) => n * topWidth * topWidth >= largest)
    .map(({ sizes, cost }) => ({ sizes, cost: cost - base }));
  return below.length >= fewestBelow && localSlopeOf(below) < leastSquare;
}
