// Functions that solve the same problem, side by side on the same kind of input: who is fastest where, and where that changes.
// Pure.
import type { Judged } from './judge-measured.js';
import { toTimes } from './to-points.js';

export interface Crossover {
  /** Up to about this size the first is faster, from there on the second. */
  readonly size: number;
  readonly below: string;
  readonly above: string;
}

export interface Comparison {
  readonly problem: string;
  readonly kind: string;
  /** Fastest at the largest size that all reached, first. */
  readonly order: readonly { readonly name: string; readonly nanoseconds: number }[];
  readonly atSize: number;
  readonly crossovers: readonly Crossover[];
}

export type Curve = readonly { readonly n: number; readonly ns: number }[];

/** @param chosen set side by side whatever the module says of them; all that solve the same problem where it is empty */
export function compareSolvers(
  judged: readonly Judged[],
  chosen: readonly string[] = [],
): readonly Comparison[] {
  const groups = new Map<string, Judged[]>();
  for (const one of judged.filter((each) => isComparable(each, chosen))) {
    const problem = chosen.length > 0 ? '' : (one.measured.problem ?? '');
    const key = `${problem}\n${one.measured.kind}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].filter((group) => group.length > 1).flatMap(compareGroup);
}

function isComparable({ measured }: Judged, chosen: readonly string[]): boolean {
  const isWanted = chosen.length > 0 ? chosen.includes(measured.name) : measured.problem !== null;
  return isWanted && measured.arity === 1 && measured.samples.length > 1;
}

function compareGroup(group: readonly Judged[]): readonly Comparison[] {
  const curves = group.map(({ measured }) => ({ name: measured.name, curve: toCurve(measured.samples) }));
  const ends = curves.map(({ curve }) => curve.at(-1)?.n ?? 0);
  const atSize = Math.min(...ends);
  const [first] = group;
  if (atSize < 2 || first === undefined) return [];
  const order = curves
    .map(({ name, curve }) => ({ name, nanoseconds: timeAt(curve, atSize) }))
    .sort((one, other) => one.nanoseconds - other.nanoseconds);
  const crossovers = curves
    .flatMap((one, at) => curves.slice(at + 1).flatMap((other) => findCrossover(one, other)))
    .sort((one, other) => one.size - other.size);
  const { problem, kind } = first.measured;
  return [{ problem: problem ?? 'side by side', kind, order, atSize, crossovers }];
}

export function toCurve(samples: Judged['measured']['samples']): Curve {
  return toTimes(samples)
    .map(({ sizes: [n = 0], cost }) => ({ n, ns: cost }))
    .sort((one, other) => one.n - other.n);
}

/** Between logarithms, straight. */
export function timeAt(curve: Curve, n: number): number {
  const after = curve.findIndex((point) => point.n >= n);
  const high = curve[after];
  const low = curve[after - 1];
  if (high === undefined) return curve.at(-1)?.ns ?? 0;
  if (low === undefined || high.n === n) return high.ns;
  const share = Math.log(n / low.n) / Math.log(high.n / low.n);
  return low.ns * (high.ns / low.ns) ** share;
}

interface Named {
  readonly name: string;
  readonly curve: Curve;
}

/** A lead that is smaller than this is none. */
const clear = 1.1;

function findCrossover(one: Named, other: Named): readonly Crossover[] {
  const end = Math.min(one.curve.at(-1)?.n ?? 0, other.curve.at(-1)?.n ?? 0);
  const sizes = [...new Set([...one.curve, ...other.curve].map(({ n }) => n))]
    .filter((n) => n <= end)
    .sort((left, right) => left - right);
  const leads = sizes
    .map((n) => ({ n, lead: timeAt(other.curve, n) / timeAt(one.curve, n) }))
    .filter(({ lead }) => lead > clear || lead < 1 / clear);
  const last = leads.at(-1);
  if (last === undefined) return [];
  const change = leads.findLastIndex(({ lead }) => lead > 1 !== last.lead > 1);
  const from = leads[change + 1];
  if (change < 0 || from === undefined) return [];
  const [below, above] = last.lead > 1 ? [other.name, one.name] : [one.name, other.name];
  return [{ size: from.n, below, above }];
}
