// Whether C takes time that grows as a logarithm where nothing is counted at all: a slope of time does not show that. Pure.
import { type Point, rankClasses, type Ranking, spread, type Tolerance } from './rank-classes.js';

/** Over all sizes, the smallest too: what costs the same is never so far from itself while its arguments stay where they are. */
const leastSpread = 4;
/** Single steps of a logarithm miss it by far; no other class comes near. */
const worstError = 0.35;
const lead = 1.4;

/** @returns null where it does not */
export function findCreeping(times: readonly Point[], tolerance: Tolerance): Ranking | null {
  const [first] = times;
  if (first?.sizes.length !== 1 || spread(times) < leastSpread) return null;
  const ranking = rankClasses(times, tolerance);
  if (ranking?.best.growth.name !== 'log n' || ranking.best.error > worstError) return null;
  return ranking.runnerUp.error >= lead * ranking.best.error ? ranking : null;
}
