// Who notices that something is missing: the jail's own checks at the end of a birth, the checks of a sandbox's state, attacks.
import type { Attack } from '../../src/verify/attack.js';
import { needsControl } from './controls.js';
import { findProof } from './judge-control.js';
import { measure, type Measured } from './measure.js';
import type { PackageCopies } from './package-copy.js';
import type { Snapshot } from './state/snapshot.js';
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

/**
 * @param attacks to try, with the jail's own checks dropped as well
 * @param depth `everybody`: all who notice. `somebody`: whoever notices first; attacks are tried where neither birth nor state shows it
 */
export async function noticeOf(
  copies: PackageCopies,
  dropped: Switch,
  attacks: readonly Attack[],
  depth: 'everybody' | 'somebody',
): Promise<Notice> {
  const kept = await measure(copies, { dropped: [dropped], attacks: [], checks: 'kept', look: 'yes' });
  const first = toNotice(dropped.name, kept, kept.snapshot, []);
  if (depth === 'somebody' && isNoticed(first)) return first;
  const isBlind = kept.snapshot === null;
  if (!isBlind && attacks.length === 0) return first;
  const look = isBlind ? 'yes' : 'no';
  const blind = await measure(copies, { dropped: [dropped], attacks, checks: 'dropped', look });
  const broken = attacks.filter((one) => isBroken(one, blind.results)).map(({ name }) => name);
  return toNotice(dropped.name, kept, kept.snapshot ?? blind.snapshot, broken);
}

function toNotice(
  name: string,
  { snapshot: born, refusal }: Measured,
  snapshot: Snapshot | null,
  attacks: readonly string[],
): Notice {
  const state = snapshot === null ? [] : checkState(snapshot);
  return {
    name,
    birth: born === null ? namedIn(refusal ?? '') : null,
    state: [...new Set(state.map(([check]) => check))],
    attacks,
    why: JSON.stringify([refusal, state]).slice(0, 2000),
  };
}

const isBroken = (
  { name, header }: Attack,
  results: readonly { readonly name: string; readonly problems: readonly string[] }[],
): boolean => {
  const result = results.find((one) => one.name === name);
  return result !== undefined && findProof(header, result.problems) !== null;
};

/** What refuses: a layer of the sandbox, or all of the outer jail; null where it is something else that has failed. */
const namedIn = (refusal: string): string | null =>
  /layer "([a-z-]+)"/.exec(refusal)?.[1] ?? (/the outer jail/.test(refusal) ? 'outer jail' : null);
