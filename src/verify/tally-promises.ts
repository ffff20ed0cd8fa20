// From what came of each attack to one row for each promise. Pure.
import type { LimitName } from '../core/isolation.js';
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

/** Of promises that none of the attacks was about there is no row. */
export function tallyPromises(
  attacks: readonly Attack[],
  results: readonly TrialResult[],
  findings: readonly Finding[],
): readonly PromiseRow[] {
  const judged = attacks.map((attack) => {
    const result = results.find(({ name }) => name === attack.name) ?? toUntried(attack);
    return { attack, result, verdict: judge(attack, result, findings) };
  });
  return attackedPromises.flatMap((promise) => {
    const own = judged.filter(({ attack }) => attack.header.promise === promise);
    return own.length === 0 ? [] : [toRow(promise, own, findings)];
  });
}

const boundaryFinding = 'own-namespaces';
const isMissing = (findings: readonly Finding[], name: string): boolean =>
  findings.some((one) => one.name === name && one.state !== 'ok');

/** Where the paths are the container's, some attacks are refused what they prepare themselves with: they say nothing of what they try. */
const unprepared = /^it ended as raised: (PermissionError|FileNotFoundError|OSError): /;

/** Without namespaces of its own no run is given a workspace or a network (fail.closed): there is nothing to attack. */
export function isTriedHere({ header }: Attack, findings: readonly Finding[]): boolean {
  return !isMissing(findings, boundaryFinding) || (header.workspace === 'none' && header.network === 'none');
}

/** What nobody has tried was not held. */
const toUntried = ({ name }: Attack): TrialResult => ({
  name,
  problems: ['it was not run'],
  outcomes: [],
  said: null,
  ms: 0,
});

function judge(attack: Attack, { problems }: TrialResult, findings: readonly Finding[]): AttackVerdict {
  const { header } = attack;
  if (problems.length === 0) return 'held';
  if (!isTriedHere(attack, findings)) return 'unenforceable';
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
  findings: readonly Finding[],
): PromiseRow {
  const gaps = [...limitGaps(promise, findings), ...layerGaps(attacks, findings)];
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
      .flatMap(({ attack }) => [
        ...(isTriedHere(attack, findings) ? [] : [boundaryFinding]),
        ...attack.header.stoppedBy.map((name) => layers[name].finding),
      ]),
  );
  return findings
    .filter(({ name, state }) => names.has(name) && state !== 'ok')
    .map(({ name, detail, fix }) => ({ what: name, why: detail, fix }));
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
