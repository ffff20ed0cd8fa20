// The control of each attack: with every layer that stops it dropped it must succeed, else that it is held proves nothing.
import type { Attack } from '../../src/verify/attack.js';
import { findProof } from './judge-control.js';
import { measure } from './measure.js';
import type { PackageCopies } from './package-copy.js';
import { switchesFor } from './switches.js';
import { withoutControl } from './without-control.js';

export interface Control {
  readonly name: string;
  /** What the oracle saw of its success; null where it saw none. */
  readonly proof: string | null;
  /** What there is to say of a failure. */
  readonly why: string;
}

export const needsControl = ({ name, header }: Attack): boolean =>
  header.stoppedBy.length > 0 && withoutControl[name] === undefined;

/** In a pen of its own: whatever succeeds may spoil it for another. */
export async function tryControl(copies: PackageCopies, attack: Attack): Promise<Control> {
  const { name, header } = attack;
  const dropped = switchesFor(header.stoppedBy);
  const { results, refusal } = await measure(copies, {
    dropped,
    attacks: [attack],
    checks: 'dropped',
    look: 'no',
  });
  const [result] = results;
  const proof = result === undefined ? null : findProof(header, result.problems);
  return { name, proof, why: JSON.stringify(result ?? refusal) };
}

/**
 * So few attacks that every layer with a switch and every group is among them: for each that is still missing, the first of the corpus
 * that neither takes the machine for itself nor is known by the time that it takes, where there is such a one.
 */
export function chooseFew(attacks: readonly Attack[]): readonly Attack[] {
  const wanted = attacks.filter(needsControl);
  const isQuick = ({ header }: Attack): boolean =>
    !header.isAlone && header.expects.every(({ status }) => status !== 'limit');
  const inOrder = [...wanted.filter(isQuick), ...wanted.filter((one) => !isQuick(one))];
  const chosen: Attack[] = [];
  const topics = new Set<string>(wanted.flatMap(topicsOf));
  for (const topic of topics) {
    if (chosen.some((one) => topicsOf(one).includes(topic))) continue;
    const first = inOrder.find((one) => topicsOf(one).includes(topic));
    if (first !== undefined) chosen.push(first);
  }
  return chosen;
}

const topicsOf = ({ header }: Attack): readonly string[] => [...header.stoppedBy, header.group];
