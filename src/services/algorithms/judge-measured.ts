// One function with one kind of input: what it costs, and whether that is what was declared. Pure.
import { classesOfOne, classesOfTwo } from './growth/growth-class.js';
import { decideGrowth, type Growth } from './growth/decide-growth.js';
import { decideSpace, type SpaceGrowth } from './growth/decide-space.js';
import type { Check } from './check.js';
import { checkDepth } from './check-depth.js';
import type { Measured } from './measured.js';
import { parseDeclared } from './parse-declared.js';
import { toCosts, toSpace } from './to-points.js';

/**
 * A declared bound holds for the worst input: less is within it. Where it counts an operation on numbers of any length as one,
 * the steps of the interpreter keep it, and the time does not.
 */
export type Comparison =
  | 'as declared'
  | 'less than declared'
  | 'more than declared'
  | 'steps as declared, time more'
  | 'not compared';

export interface Judged {
  readonly measured: Measured;
  readonly time: Growth;
  readonly space: SpaceGrowth;
  readonly timeAsDeclared: Comparison;
  readonly spaceAsDeclared: Comparison;
  readonly checks: readonly Check[];
}

export function judgeMeasured(measured: Measured): Judged {
  const { samples, arity } = measured;
  const time = decideGrowth(toCosts(samples));
  const space = decideSpace(toSpace(samples));
  const foundSpace = space.kind === 'found' ? space.fit.growth.name : null;
  return {
    measured,
    time,
    space,
    timeAsDeclared: compareTime(time, measured),
    spaceAsDeclared: compare(foundSpace, measured.declared_space, arity),
    checks: [...(measured.checks ?? []), ...checkDepth(samples)],
  };
}

function compareTime(time: Growth, { declared_time, arity }: Measured): Comparison {
  if (time.kind !== 'found') return 'not compared';
  const { growth, steps, by } = time.verdict;
  const comparison = compare(growth.growth.name, declared_time, arity);
  if (comparison !== 'more than declared' || by === 'counts' || steps === null) return comparison;
  const inSteps = compare(steps.growth.name, declared_time, arity);
  return inSteps === 'as declared' ? 'steps as declared, time more' : comparison;
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
