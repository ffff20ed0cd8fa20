// Whether time grows clearly faster than what was counted, so that C does what counts do not see. Pure.
import { costOf, type Point, type Ranking } from './rank-classes.js';
import { localSlopeOf, slopeOf } from './slope.js';
import { topPoints } from './top-points.js';

export interface Timed {
  /** Of all sizes. */
  readonly times: readonly Point[];
  /** Those that tell the growth. */
  readonly tail: readonly Point[];
  /** Each call had arguments that nobody had used before. */
  readonly fresh: boolean;
}

/** By so much more of an exponent. */
const clearly = 0.3;
/** Over all of the tail it may be less: lower terms still count there. */
const vaguely = 0.15;
const topWidth = 8;
/** What a call may take longer only because its arguments have to come from memory: some misses of the cache. */
const missesNs = 12_000;

export function hidesCost({ times, tail, fresh }: Timed, { best }: Ranking): boolean {
  if (fresh && rise(times) < missesNs) return false;
  const excessOf = (points: readonly Point[], slope: (points: readonly Point[]) => number): number =>
    slope(points) - slope(points.map(({ sizes }) => ({ sizes, cost: Math.max(costOf(best, sizes), 1) })));
  if (tail[0]?.sizes.length === 2) return excessOf(tail, slopeOf) > clearly;
  return excessOf(topPoints(times, topWidth), localSlopeOf) > clearly && excessOf(tail, slopeOf) > vaguely;
}

function rise(points: readonly Point[]): number {
  const costs = points.map(({ cost }) => cost);
  return Math.max(...costs) - Math.min(...costs);
}
