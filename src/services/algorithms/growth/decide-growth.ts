// One verdict of counts and times. Counts do not depend on the machine, but see nothing of what C does: where time grows
// clearly faster than they do, time decides. Pure.
import { choosePoints, windowsDown } from './choose-points.js';
import {
  type ClassFit,
  type Point,
  type Ranking,
  rankClasses,
  spread,
  type Tolerance,
} from './rank-classes.js';
import { slopeOf } from './slope.js';

export interface Verdict {
  readonly growth: ClassFit;
  readonly runnerUp: ClassFit;
  readonly by: 'counts' | 'time';
  /** What the interpreter's own steps say; null where they could not be counted. */
  readonly steps: ClassFit | null;
  /** 0 to 1: how much better it fits than the runner-up, and whether both measures agree. */
  readonly confidence: number;
  /** The exponents that counts and time seem to have. */
  readonly slopes: { readonly counts: number | null; readonly time: number | null };
  readonly points: number;
}

export type Growth =
  | { readonly kind: 'found'; readonly verdict: Verdict }
  | { readonly kind: 'cannot tell'; readonly why: string };

const counted = { error: 0.02, variation: 1.01, pointsPerOutlier: 1000 } as const;
const timed = { error: 0.08, variation: 1.25, pointsPerOutlier: 6 } as const;
const withoutLogarithms = { ...timed, excluded: 'n log n' } as const;
/** Time that grows faster than counts by more than this has a cost that they do not see. */
const hidden = 0.3;
/** Up to this excess, times that no class fits do not overrule counts. */
const doubtful = 0.6;
const exponentialRank = 7;
/** What is shorter is as much the call as what is in it. */
const leastNs = 1_000;
const clearly = 0.6;
/** No class fits costs that miss all of them by more. */
const worstError = 0.3;
/** But one that fits far better than all others is no guess. */
const farther = 1.5;

export interface Costs {
  readonly counts: readonly Point[];
  /** Counts of what is done to values, by C too; none where that is not known. */
  readonly elements: readonly Point[];
  readonly times: readonly Point[];
}

export function decideGrowth({ counts, elements, times }: Costs): Growth {
  const plainTail = choosePoints(counts);
  const elementTail = choosePoints(elements);
  const countTail = elementTail ?? plainTail;
  const timeTail = choosePoints(times);
  const slopes = {
    counts: countTail && slopeOf(countTail),
    time: timeTail && slopeOf(timeTail),
  };
  const bySteps = plainTail && rankClasses(plainTail, counted);
  const byCounts = countTail && rankClasses(countTail, counted);
  // Nothing is done to the values, so they are not sorted or searched: what looks like a logarithm is the machine's memory.
  const untouched = elementTail !== null && byCounts?.best.growth.name === '1';
  const byTime = timeTail && rankTimes(times, timeTail, untouched ? withoutLogarithms : timed);
  const explodes = isExplosion(byCounts);
  const excess = slopes.time === null ? 0 : slopes.time - (slopes.counts ?? -Infinity);
  // The slope of what explodes grows with the sizes, and those of counts are smaller.
  const hides =
    excess > hidden && !explodes && !(excess < doubtful && byTime !== null && isBad(byTime, timeTail ?? []));
  const isClearer = explodes && isExplosion(byTime) && errorOf(byTime) < errorOf(byCounts);
  const by = byCounts !== null && !(byTime !== null && (hides || isClearer)) ? 'counts' : 'time';
  const ranking = by === 'counts' ? byCounts : byTime;
  const tail = by === 'counts' ? countTail : timeTail;
  if (ranking === null || tail === null) return cannotTell('too few sizes could be measured');
  const { best, runnerUp } = ranking;
  if (isBad(ranking, tail)) return cannotTell('its cost jumps from size to size, and no class fits');
  const other = by === 'counts' ? byTime : byCounts;
  return {
    kind: 'found',
    verdict: {
      ...{ growth: best, runnerUp, by, slopes, steps: bySteps?.best ?? null },
      confidence: toConfidence(ranking, other),
      points: tail.length,
    },
  };
}

/** Of one size alone: there are no such classes of two. */
function isExplosion(ranking: Ranking | null): boolean {
  return ranking !== null && ranking.best.growth.rank >= exponentialRank;
}

function errorOf(ranking: Ranking | null): number {
  return ranking?.best.error ?? Infinity;
}

function isBad({ best, runnerUp }: Ranking, tail: readonly Point[]): boolean {
  return best.error > worstError && runnerUp.error < best.error * farther && spread(tail) > 2;
}

/**
 * Where caches and pages end, a time jumps, and a jump looks like growth: a window below it that fits better is believed, unless
 * the cost grows by another exponent there.
 */
function rankTimes(times: readonly Point[], tail: readonly Point[], tolerance: Tolerance): Ranking | null {
  const slope = slopeOf(tail);
  let best: Ranking | null = null;
  for (const window of windowsDown(times, leastNs)) {
    if (Math.abs(slopeOf(window) - slope) > hidden) continue;
    const ranking = rankClasses(window, tolerance);
    if (ranking !== null && (best === null || ranking.best.error < best.best.error * clearly)) best = ranking;
  }
  return best;
}

function cannotTell(why: string): Growth {
  return { kind: 'cannot tell', why };
}

/** A runner-up that fits as well leaves a half; one that misses by far leaves no doubt. */
function toConfidence({ best, runnerUp }: Ranking, other: Ranking | null): number {
  const lead = runnerUp.error / (runnerUp.error + best.error + 0.005);
  const agreed = other?.best.growth.name === best.growth.name;
  return Math.min(1, Math.round(100 * (agreed ? 1 - (1 - lead) / 2 : lead)) / 100);
}
