// From what came of each attack to one row for each promise. Pure.
import type { LimitName } from '../core/isolation.js';
import type { BackendName } from '../core/backend-names.js';
import { type Ability, abilityWords, whyUnable } from '../sandbox/abilities.js';
import type { Finding } from '../sandbox/backend-contract.js';
import {
  type AttackedPromise,
  attackedPromises,
  type PromiseId,
  promises,
  isClaimed,
} from '../core/promises.js';
import type { Attack } from './attack.js';
import { layers } from './layers.js';
import type { TrialResult } from './try-attack.js';

/**
 * `unenforceable`: this machine lacks what would hold it. `weak`: it was held, but by less than the kernel.
 */
export type AttackVerdict = 'held' | 'broke' | 'unenforceable';
export type PromiseVerdict = 'held' | 'weak' | 'not held' | 'not enforceable here';

/** Why something is held by less than it could be, and what mends it. */
export interface Gap {
  readonly what: string;
  readonly why: string;
  readonly fix: string | null;
}

export interface JudgedAttack {
  readonly attack: Attack;
  readonly result: TrialResult;
  readonly verdict: AttackVerdict;
}

export interface PromiseRow {
  readonly promise: AttackedPromise;
  readonly verdict: PromiseVerdict;
  readonly held: number;
  readonly attacks: readonly JudgedAttack[];
  readonly gaps: readonly Gap[];
}

/** The limits that a promise is about. */
const limitsOf: Readonly<Partial<Record<AttackedPromise, readonly LimitName[]>>> = {
  'limit.memory': ['memory', 'files'],
  'limit.cpu': ['cpu', 'pids', 'wall', 'output'],
};

/** What is attacked, and what this machine was found to have of it. */
export interface Ground {
  readonly backend: BackendName;
  readonly findings: readonly Finding[];
}

/** Of promises that none of the attacks was about there is no row. */
export function tallyPromises(
  attacks: readonly Attack[],
  results: readonly TrialResult[],
  ground: Ground,
): readonly PromiseRow[] {
  const judged = attacks.map((attack) => {
    const result = results.find(({ name }) => name === attack.name) ?? toUntried(attack, ground);
    return { attack, result, verdict: judge(attack, result, ground) };
  });
  return attackedPromises.flatMap((promise) => {
    const own = judged.filter(({ attack }) => attack.header.promise === promise);
    return own.length === 0 ? [] : [toRow(promise, own, ground)];
  });
}

const boundaryFinding = 'own-namespaces';
const isMissing = (findings: readonly Finding[], name: string): boolean =>
  findings.some((one) => one.name === name && one.state !== 'ok');

/** Where the paths are the container's, some attacks are refused what they prepare themselves with: they say nothing of what they try. */
const unprepared = /^it ended as raised: (PermissionError|FileNotFoundError|OSError): /;

/** What the backend gives to no run (fail.closed) cannot be attacked. */
export function isTriedHere(attack: Attack, { backend }: Pick<Ground, 'backend'>): boolean {
  return neededBy(attack).every((ability) => whyUnable(backend, ability) === null);
}

function neededBy({ header }: Attack): readonly Ability[] {
  return [
    ...(header.workspace === 'none' ? [] : (['workspace'] as const)),
    ...(header.network === 'none' ? [] : (['network'] as const)),
  ];
}

/** What nobody has tried was not held. */
const toUntried = (attack: Attack, { backend }: Ground): TrialResult => ({
  name: attack.name,
  problems: [['it was not run', ...sayUnable(attack, backend)].join(': ')],
  outcomes: [],
  said: null,
  ms: 0,
});

function judge(attack: Attack, { problems }: TrialResult, ground: Ground): AttackVerdict {
  const { findings } = ground;
  const { header } = attack;
  if (problems.length === 0) return 'held';
  if (!isTriedHere(attack, ground)) return 'unenforceable';
  if (isMissing(findings, boundaryFinding) && problems.every((problem) => unprepared.test(problem)))
    return 'unenforceable';
  const missing = header.stoppedBy.filter((name) => {
    const { finding } = layers[name];
    return finding !== null && isMissing(findings, finding);
  });
  return header.stoppedBy.length > 0 && missing.length === header.stoppedBy.length
    ? 'unenforceable'
    : 'broke';
}

function toRow(
  promise: AttackedPromise,
  attacks: readonly JudgedAttack[],
  { backend, findings }: Ground,
): PromiseRow {
  const gaps = [
    ...limitGaps(promise, findings),
    ...layerGaps(attacks, findings),
    ...abilityGaps(attacks, { backend }),
  ];
  const has = (verdict: AttackVerdict): boolean => attacks.some((one) => one.verdict === verdict);
  const isOut = findings.some(({ name, level }) => isLimitOf(promise, name) && level === 'not available');
  const verdict: PromiseVerdict = has('broke')
    ? 'not held'
    : has('unenforceable') || isOut
      ? 'not enforceable here'
      : gaps.length > 0
        ? 'weak'
        : 'held';
  return { promise, verdict, held: attacks.filter((one) => one.verdict === 'held').length, attacks, gaps };
}

const isLimitOf = (promise: AttackedPromise, name: string): boolean =>
  limitsOf[promise]?.some((limit) => limit === name) ?? false;

function limitGaps(promise: AttackedPromise, findings: readonly Finding[]): Gap[] {
  return findings
    .filter(({ name, level }) => isLimitOf(promise, name) && level !== null && level !== 'enforced')
    .map(({ name, detail, fix }) => ({ what: name, why: detail, fix }));
}

/** Layers that would have stopped what was not stopped. */
function layerGaps(attacks: readonly JudgedAttack[], findings: readonly Finding[]): Gap[] {
  const names = new Set<string | null>(
    attacks
      .filter(({ verdict }) => verdict === 'unenforceable')
      .flatMap(({ attack }) => attack.header.stoppedBy.map((name) => layers[name].finding)),
  );
  return findings
    .filter(({ name, state }) => names.has(name) && state !== 'ok')
    .map(({ name, detail, fix }) => ({ what: name, why: detail, fix }));
}

/** What the backend cannot be asked for, and so nobody has tried with it. */
function abilityGaps(attacks: readonly JudgedAttack[], { backend }: Pick<Ground, 'backend'>): Gap[] {
  const unable = new Set(attacks.flatMap(({ attack }) => neededBy(attack)));
  return [...unable].flatMap((ability) => {
    const why = whyUnable(backend, ability);
    return why === null
      ? []
      : [{ what: ability, why: `${backend} cannot ${abilityWords[ability]}: ${why}`, fix: null }];
  });
}

function sayUnable(attack: Attack, backend: BackendName): string[] {
  return neededBy(attack).flatMap((ability) => {
    const why = whyUnable(backend, ability);
    return why === null ? [] : [`${backend} cannot ${abilityWords[ability]}`];
  });
}

/** Promises that are claimed and that nothing has put to the test here: tests prove them (docs/promises.md). */
export function listUntried(rows: readonly PromiseRow[]): readonly PromiseId[] {
  return promises
    .filter((promise) => isClaimed(promise) && !rows.some((row) => row.promise === promise.id))
    .map(({ id }) => id);
}

export type Judgement = 'held' | 'not held' | 'not enforceable here';

/**
 * Of all promises together: the worst. `enforced`: what is held by less than the kernel, or cannot be held here, is not held either.
 * Nothing that was tried is nothing that was held.
 */
export function judgeAll(rows: readonly PromiseRow[], wanted: 'claimed' | 'enforced'): Judgement {
  const has = (verdict: PromiseVerdict): boolean => rows.some((row) => row.verdict === verdict);
  if (rows.length === 0 || has('not held')) return 'not held';
  if (wanted === 'enforced' && !rows.every(({ verdict }) => verdict === 'held')) return 'not held';
  return has('not enforceable here') ? 'not enforceable here' : 'held';
}
