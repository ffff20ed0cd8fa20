// Tries attacks against a copy of the package in which something is dropped, in a pen of their own.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Attack } from '../../src/verify/attack.js';
import type { TrialResult } from '../../src/verify/try-attack.js';
import { slow } from '../support/time.js';
import type { PackageCopies } from './package-copy.js';
import { canHandOver } from './pen/pen-groups.js';
import { type PenEnd, runInPen } from './pen/pen.js';
import type { Finding, PenOrder } from './pen/in-pen.js';
import { toLookOrder } from './state/look-order.js';
import type { Snapshot } from './state/snapshot.js';
import { type Edit, editsOf, type Switch } from './switch.js';
import { withNeeds } from './switches.js';

/** The jail's own checks at the end of a birth: with them nothing is born in which one of their layers is missing. */
export const blindfold: readonly Edit[] = editsOf(
  'guest/pymcp_guest/birth.py',
  ['    namespaces.check_are_own(nursery.namespaces)\n', ''],
  ['    root.check_is_own(nursery.plan, nursery.landlock_abi)\n', ''],
  ['    seal.check_sealed()\n', ''],
);

export interface Measured {
  /** Where it was asked for, and there was something to look at. */
  readonly snapshot: Snapshot | null;
  readonly results: readonly TrialResult[];
  /** Why there was nothing to attack; null where there was. */
  readonly refusal: string | null;
}

const setUpMs = 30_000;
const attackMs = 15_000;
const counter = { next: 0 };

export interface Measurement {
  readonly dropped: readonly Switch[];
  readonly attacks: readonly Attack[];
  /** `kept`: the jail looks at itself at the end of each birth. */
  readonly checks: 'kept' | 'dropped';
  readonly look: 'yes' | 'no';
}

export async function measure(copies: PackageCopies, measurement: Measurement): Promise<Measured> {
  const { attacks, checks, look } = measurement;
  const all = withNeeds(measurement.dropped);
  const edits = all.flatMap((one) => one.edits);
  const folder = copies.make(checks === 'kept' ? edits : [...edits, ...blindfold]);
  const order: PenOrder = {
    folder,
    attacks: attacks.map(({ name }) => name),
    look: look === 'yes' ? toLookOrder(all.some(({ shows }) => shows !== undefined) ? 'yes' : 'no') : null,
  };
  const as = all.some((one) => one.as === 'root') ? 'root' : 'user';
  // On cgroup v1 only root of the machine can move a process of somebody else.
  const isWithout = as === 'root' || !canHandOver() || all.some((one) => one.groups === 'none');
  const groups = isWithout ? 'none' : 'own';
  counter.next += 1;
  try {
    const end = await runInPen(
      {
        ...{ stage: copies.stage, as, groups, input: JSON.stringify(order) },
        program: [process.execPath, join(copies.whole, 'dist-test/tests/ablation/pen/in-pen.js')],
        timeoutMs: slow(setUpMs + attacks.length * attackMs),
      },
      counter.next,
    );
    return toMeasured(end, measurement, { as, groups });
  } finally {
    copies.discard(folder);
  }
}

function toMeasured(
  { stdout, stderr, isLate }: PenEnd,
  { attacks, look }: Measurement,
  pen: Pick<Snapshot, 'as' | 'groups'>,
): Measured {
  const lines = stdout.split('\n').filter((line) => line !== '');
  const found = lines.map((line) => JSON.parse(line) as Finding);
  const results = found.flatMap((one) => ('trial' in one ? [one.trial] : []));
  const [taken] = found.flatMap((one) => ('taken' in one ? [one.taken] : []));
  const snapshot = taken === undefined ? null : { ...taken, ...pen, landlockAbi: kernelAbi() };
  const isWhole = results.length === attacks.length && (look === 'no' || snapshot !== null);
  const refusal = isLate ? 'the pen was ended by the clock' : isWhole ? null : lastWords(stderr);
  return { snapshot, results, refusal };
}

const lastWords = (stderr: string): string =>
  stderr.split('\n').find((line) => /Error: |error: /.test(line)) ?? stderr.slice(-500);

/** Whether the list of security modules has Landlock; which ABI it is does not matter here. */
function kernelAbi(): number {
  try {
    return readFileSync('/sys/kernel/security/lsm', 'utf8').includes('landlock') ? 1 : 0;
  } catch {
    return 1;
  }
}
