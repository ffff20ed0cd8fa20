// Who notices that something is missing: the jail's own checks at the end of a birth, the checks of a sandbox's state, attacks.
import type { Attack } from '../../src/verify/attack.js';
import { needsControl } from './controls.js';
import { findProof } from './judge-control.js';
import { measure } from './measure.js';
import type { PackageCopies } from './package-copy.js';
import { checkState } from './state/state-checks.js';
import type { Switch } from './switch.js';

export interface Notice {
  /** Of the switch. */
  readonly name: string;
  /** The layer that the refusal of every run names; null where sandboxes are born. */
  readonly birth: string | null;
  /** Names of state checks. */
  readonly state: readonly string[];
  /** Names of attacks that are no longer held. */
  readonly attacks: readonly string[];
  /** What there is to say where nobody has noticed. */
  readonly why: string;
}

export const isNoticed = ({ birth, state, attacks }: Notice): boolean =>
  birth !== null || state.length > 0 || attacks.length > 0;

/** The attacks that the layer of the switch has a part in stopping. */
export const attacksOn = ({ layer }: Switch, attacks: readonly Attack[]): readonly Attack[] =>
  attacks.filter((one) => needsControl(one) && one.header.stoppedBy.includes(layer));

/** @param attacks to try, with the jail's own checks dropped as well */
export async function noticeOf(
  copies: PackageCopies,
  dropped: Switch,
  attacks: readonly Attack[],
): Promise<Notice> {
  const whole = { dropped: [dropped], attacks: [], look: 'yes' } as const;
  const kept = await measure(copies, { ...whole, checks: 'kept' });
  const blind = await measure(copies, {
    ...whole,
    attacks,
    checks: 'dropped',
    look: kept.snapshot === null ? 'yes' : 'no',
  });
  const snapshot = kept.snapshot ?? blind.snapshot;
  const state = snapshot === null ? [] : checkState(snapshot);
  return {
    name: dropped.name,
    birth: kept.snapshot === null ? namedIn(kept.refusal ?? '') : null,
    state: [...new Set(state.map(([check]) => check))],
    attacks: attacks.filter((one) => isBroken(one, blind.results)).map(({ name }) => name),
    why: JSON.stringify([kept.refusal, blind.refusal, state]).slice(0, 2000),
  };
}

const isBroken = (
  { name, header }: Attack,
  results: readonly { readonly name: string; readonly problems: readonly string[] }[],
): boolean => {
  const result = results.find((one) => one.name === name);
  return result !== undefined && findProof(header, result.problems) !== null;
};

/** A jail that does not even start says so in words of its own. */
const namedIn = (refusal: string): string =>
  /layer "([a-z-]+)"/.exec(refusal)?.[1] ?? (/outer jail/.test(refusal) ? 'outer jail' : 'gateway');
