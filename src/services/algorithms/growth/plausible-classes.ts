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

/**
 * @param steps class of what was counted; null where that is not known
 * @returns names of those that it cannot be; none of two sizes
 */
export function excludedByTime(times: readonly Point[], steps: string | null): readonly string[] {
  if (times[0]?.sizes.length !== 1) return [];
  const slope = localSlopeOf(topPoints(times, topWidth));
  const leastOf = (name: string, least: number): number =>
    steps === '1' ? Math.max(least, leastAlone[name] ?? -Infinity) : least;
  return Object.entries(exponents).flatMap(([name, [least, most]]) =>
    slope < leastOf(name, least) || slope > most ? [name] : [],
  );
}
