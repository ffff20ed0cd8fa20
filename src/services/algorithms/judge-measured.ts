// One function with one kind of input: what it costs, and whether that is what was declared. Pure.
import { classesOfOne, classesOfTwo } from './growth/growth-class.js';
import { decideGrowth, type Growth } from './growth/decide-growth.js';
import { decideSpace, type SpaceGrowth } from './growth/decide-space.js';
import type { Measured } from './measured.js';
import { parseDeclared } from './parse-declared.js';
import { toCounts, toSpace, toTimes } from './to-points.js';

/** A declared bound holds for the worst input: less is within it. */
export type Comparison = 'as declared' | 'less than declared' | 'more than declared' | 'not compared';

export interface Judged {
  readonly measured: Measured;
  readonly time: Growth;
  readonly space: SpaceGrowth;
  readonly timeAsDeclared: Comparison;
  readonly spaceAsDeclared: Comparison;
}

export function judgeMeasured(measured: Measured): Judged {
  const { samples, arity } = measured;
  const time = decideGrowth(toCounts(samples), toTimes(samples));
  const space = decideSpace(toSpace(samples));
  const foundTime = time.kind === 'found' ? time.verdict.growth.growth.name : null;
  const foundSpace = space.kind === 'found' ? space.fit.growth.name : null;
  return {
    measured,
    time,
    space,
    timeAsDeclared: compare(foundTime, measured.declared_time, arity),
    spaceAsDeclared: compare(foundSpace, measured.declared_space, arity),
  };
}

function compare(found: string | null, declared: string | null, arity: 1 | 2): Comparison {
  const wanted = parseDeclared(declared);
  if (found === null || wanted === null) return 'not compared';
  if (found === wanted) return 'as declared';
  const ranks = arity === 1 ? classesOfOne : classesOfTwo;
  const rankOf = (name: string): number | undefined => ranks.find((one) => one.name === name)?.rank;
  const [foundRank, wantedRank] = [rankOf(found), rankOf(wanted)];
  if (foundRank === undefined || wantedRank === undefined || foundRank === wantedRank) return 'not compared';
  return foundRank < wantedRank ? 'less than declared' : 'more than declared';
}
