// The class of the peak of memory. Pure.
import { choosePoints } from './choose-points.js';
import { type ClassFit, type Point, rankClasses } from './rank-classes.js';

export type SpaceGrowth =
  { readonly kind: 'found'; readonly fit: ClassFit } | { readonly kind: 'cannot tell'; readonly why: string };

/** Lists are made larger by an eighth at a time, tables are doubled. */
const tolerance = { error: 0.12, variation: 2, pointsPerOutlier: 8 } as const;

export function decideSpace(peaks: readonly Point[]): SpaceGrowth {
  const tail = choosePoints(peaks);
  const ranking = tail && rankClasses(tail, tolerance);
  return ranking === null
    ? { kind: 'cannot tell', why: 'too few sizes could be measured' }
    : { kind: 'found', fit: ranking.best };
}
