// One verdict of counts and times. Counts do not depend on the machine, but see nothing of what C does: where time grows
// clearly faster than they do, time decides. Pure.
import { choosePoints, windowsDown } from './choose-points.js';
import { findCreeping } from './creeping-time.js';
import { hidesCost } from './hidden-cost.js';
import {
  type ClassFit,
  type Point,
  type Ranking,
  rankClasses,
  spread,
  type Tolerance,
} from './rank-classes.js';
import { excludedByTime } from './plausible-classes.js';
import { slopeOf } from './slope.js';
import { topPoints } from './top-points.js';

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
/** Windows of times that differ more in their exponent are not of one law. */
const sameLaw = 0.3;
const topWidth = 16;
const exponentialRank = 7;
/** What is shorter is as much the call as what is in it. */
const leastNs = 1_000;
const clearly = 0.6;
/** No class fits costs that miss all of them by more; counts are exact, and miss by less. */
const worstErrors = { counts: 0.2, time: 0.3 } as const;
/** But one that fits far better than all others is no guess. */
const farther = 1.5;

export interface Costs {
  readonly counts: readonly Point[];
  /** Counts of what is done to values, by C too; none where that is not known. */
  readonly elements: readonly Point[];
  readonly times: readonly Point[];
  /** Each timed call had arguments that nobody had used before. */
  readonly fresh: boolean;
}

interface Rankings {
  readonly plain: Ranking | null;
  readonly counts: Ranking | null;
  readonly time: Ranking | null;
  readonly countTail: readonly Point[] | null;
  readonly timeTail: readonly Point[] | null;
}

export function decideGrowth(costs: Costs): Growth {
  const rankings = rankBoth(costs);
  const by = chooseMeasure(costs, rankings);
  const { counts, time, countTail, timeTail, plain } = rankings;
  if (by === 'neither') return cannotTell('C does what counts do not see, and its times are of no class');
  const ranking = by === 'counts' ? counts : by === 'time' ? time : by;
  const tail = by === 'counts' ? countTail : timeTail;
  if (ranking === null || tail === null) return cannotTell('too few sizes could be measured');
  const measure = by === 'counts' ? 'counts' : 'time';
  if (isBad(ranking, tail, worstErrors[measure]))
    return cannotTell('its cost jumps from size to size, and no class fits');
  const { best: growth, runnerUp } = ranking;
  const slopes = { counts: countTail && slopeOf(countTail), time: timeTail && slopeOf(timeTail) };
  return {
    kind: 'found',
    verdict: {
      ...{ growth, runnerUp, by: measure, slopes, steps: plain?.best ?? null },
      confidence: toConfidence(ranking, measure === 'counts' ? time : counts),
      points: tail.length,
    },
  };
}

function rankBoth({ counts, elements, times }: Costs): Rankings {
  const plainTail = choosePoints(counts);
  const elementTail = choosePoints(elements);
  const countTail = elementTail ?? plainTail;
  const timeTail = choosePoints(times);
  const byCounts = countTail && rankClasses(countTail, counted);
  const steps = byCounts?.best.growth.name ?? null;
  // Nothing is done to the values, so they are not sorted or searched: what looks like a logarithm is the machine's memory.
  const untouched = elementTail !== null && steps === '1';
  const excluded = [...excludedByTime(times, steps), ...(untouched ? ['n log n'] : [])];
  return {
    plain: plainTail && rankClasses(plainTail, counted),
    counts: byCounts,
    time: timeTail && rankTimes(times, timeTail, { ...timed, excluded }),
    ...{ countTail, timeTail },
  };
}

/** A ranking is one of times that stands for itself. */
function chooseMeasure(
  { elements, times, fresh }: Costs,
  { counts, time, timeTail }: Rankings,
): 'counts' | 'time' | 'neither' | Ranking {
  if (counts === null) return 'time';
  if (timeTail === null) return isHalfSeen(counts, elements) ? 'neither' : 'counts';
  // Counts end where calls have too many steps, and may know one side of a border alone: times that no class fits show it.
  if (timeTail[0]?.sizes.length === 2 && errorOf(time) > worstErrors.time) return 'neither';
  // The slope of what explodes grows with the sizes, and those of counts are smaller.
  if (isExplosion(counts)) return isExplosion(time) && errorOf(time) < errorOf(counts) ? 'time' : 'counts';
  if (hidesCost({ times, tail: timeTail, fresh }, counts)) return time === null ? 'neither' : 'time';
  const isUnseen = counts.best.growth.name === '1' && elements.length === 0 && !fresh;
  return (isUnseen ? findCreeping(times, timed) : null) ?? 'counts';
}

/** The interpreter's own steps are the same at all sizes, what C does to the values is not, and there are no times that say more. */
function isHalfSeen({ best }: Ranking, elements: readonly Point[]): boolean {
  return best.growth.name === '1' && elements.length > 1 && spread(elements) > 2;
}

/** Of one size alone: there are no such classes of two. */
function isExplosion(ranking: Ranking | null): boolean {
  return ranking !== null && ranking.best.growth.rank >= exponentialRank;
}

function errorOf(ranking: Ranking | null): number {
  return ranking?.best.error ?? Infinity;
}

function isBad({ best, runnerUp }: Ranking, tail: readonly Point[], worstError: number): boolean {
  return best.error > worstError && runnerUp.error < best.error * farther && spread(tail) > 2;
}

/**
 * Where caches and pages end, a time jumps, and a jump looks like growth: a window below it that fits better is believed, unless
 * the cost grows by another exponent there.
 */
function rankTimes(times: readonly Point[], tail: readonly Point[], tolerance: Tolerance): Ranking | null {
  const slope = slopeOf(tail);
  let best: Ranking | null = null;
  const ofOne = tail[0]?.sizes.length === 1;
  const windows = windowsDown(times, leastNs);
  for (const window of ofOne ? [...windows, topPoints(times, topWidth)] : windows) {
    if (Math.abs(slopeOf(window) - slope) > sameLaw) continue;
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
