// What an analysis says, in words that all reports share: rows for each function and kind of input, sentences for the rest. Pure.
import type { Analysis } from '../../analysis.js';
import type { Check } from '../../check.js';
import type { Comparison as Solvers } from '../../compare-solvers.js';
import type { Conditions } from '../../conditions.js';
import type { Comparison, Judged } from '../../judge-measured.js';
import { sayBytes, sayClass, sayDeclared, sayShare } from '../say-figure.js';

export interface SummaryRow {
  readonly name: string;
  readonly kind: string;
  readonly time: string;
  readonly declaredTime: string;
  readonly sure: string;
  readonly runnerUp: string;
  readonly memory: string;
  readonly declaredMemory: string;
  readonly verdict: string;
  readonly state: 'ok' | 'warning' | 'failed' | 'unknown';
}

export function toSummaryRow(judged: Judged): SummaryRow {
  const { measured, time, space } = judged;
  const found = time.kind === 'found' ? time.verdict : null;
  return {
    name: measured.name,
    kind: measured.kind,
    time: found === null ? 'cannot tell' : sayClass(found.growth.growth.name),
    declaredTime: sayDeclared(measured.declared_time),
    sure: found === null ? '' : sayShare(found.confidence),
    runnerUp: found === null ? '' : sayClass(found.runnerUp.growth.name),
    memory: space.kind === 'found' ? sayClass(space.fit.growth.name) : 'cannot tell',
    declaredMemory: sayDeclared(measured.declared_space),
    ...judge(judged),
  };
}

function judge(judged: Judged): Pick<SummaryRow, 'verdict' | 'state'> {
  const { measured, time, timeAsDeclared, spaceAsDeclared } = judged;
  const said = [sayDifference(timeAsDeclared, 'time'), sayDifference(spaceAsDeclared, 'memory')].filter(
    (one) => one !== '',
  );
  if (measured.why !== null) return { verdict: ['ended early', ...said].join('; '), state: 'warning' };
  if (timeAsDeclared === 'more than declared') return { verdict: said.join('; '), state: 'failed' };
  if (time.kind !== 'found') return { verdict: said.join('; '), state: 'unknown' };
  if (said.length > 0) return { verdict: said.join('; '), state: 'warning' };
  const isDeclared = measured.declared_time !== null && timeAsDeclared !== 'not compared';
  return { verdict: isDeclared ? 'as declared' : '', state: 'ok' };
}

export function sayDifference(comparison: Comparison, what: string): string {
  if (comparison === 'steps as declared, time more') return 'steps as declared, but not their time';
  return comparison === 'more than declared' ? `more ${what} than declared` : '';
}

/** How the class was decided, and what else is to be said of it. */
export function toNotes({ measured, time, space }: Judged): readonly string[] {
  return [
    `inputs: ${measured.how}`,
    ...(time.kind === 'found'
      ? [sayDecision(time.verdict)]
      : [`the class of time cannot be told: ${time.why}`]),
    ...(space.kind === 'found' ? [] : [`the class of memory cannot be told: ${space.why}`]),
    ...measured.notes,
    ...(measured.why === null ? [] : [`ended early: ${measured.why}`]),
  ];
}

function sayDecision({
  growth,
  runnerUp,
  by,
  slopes,
  points,
  steps,
}: Extract<Judged['time'], { kind: 'found' }>['verdict']): string {
  const means = by === 'counts' ? 'steps' : 'time';
  const exponents = [
    ...(slopes.counts === null ? [] : [`${slopes.counts.toFixed(2)} by steps`]),
    ...(slopes.time === null ? [] : [`${slopes.time.toFixed(2)} by time`]),
  ];
  const missed = `${(100 * growth.error).toFixed(1)} %`;
  const next = `${sayClass(runnerUp.growth.name)} by ${(100 * runnerUp.error).toFixed(1)} %`;
  const inSteps =
    by === 'time' && steps !== null && steps.growth.name !== growth.growth.name
      ? `; its steps are ${sayClass(steps.growth.name)}`
      : '';
  return (
    `decided by ${means} at ${points} sizes: ${sayClass(growth.growth.name)} misses them by ${missed}, ${next}${inSteps}` +
    (exponents.length === 0 ? '' : `; exponent ${exponents.join(', ')}`)
  );
}

export function sayCrossover({ below, above, size }: Solvers['crossovers'][number]): string {
  return `${below} is faster up to about ${size}, from there ${above}`;
}

export function checksOf({ checks }: Judged): readonly Check[] {
  return checks;
}

/** What went wrong with the whole. */
export function toTroubles({ name, notLoaded, cutShort, skipped }: Analysis): readonly string[] {
  return [
    ...(notLoaded === null ? [] : [`${name} could not be loaded: ${notLoaded}`]),
    ...(cutShort === null ? [] : [`it was cut short: ${cutShort}`]),
    ...skipped.map((one) => `${one.name} was not measured: ${one.why}`),
  ];
}

export function toConditionRows(
  conditions: Conditions,
  wallMs: number,
): readonly (readonly [string, string])[] {
  const { startedAt, budgetSeconds, load, versions, jail, seed } = conditions;
  const { pymcp, python, node, kernel, architecture, distribution } = versions;
  return [
    ['measured at', startedAt],
    ['duration', `${(wallMs / 1000).toFixed(1)} s of a budget of ${budgetSeconds} s`],
    [
      'inputs',
      seed === null ? 'each drawn by its size alone, the same each time' : `drawn with seed ${seed}`,
    ],
    [
      'load of the machine',
      `${load.before.toFixed(2)} before and ${load.after.toFixed(2)} after, on ${load.processors} processors`,
    ],
    ['Python', python ?? 'not known'],
    ['isolated-pymcp', `${pymcp} on Node.js ${node}`],
    ['machine', `${architecture}, Linux ${kernel}${distribution === null ? '' : `, ${distribution}`}`],
    [
      'peak of the jail',
      jail.peakMemoryBytes === null ? 'not measured here' : sayBytes(jail.peakMemoryBytes),
    ],
  ];
}
