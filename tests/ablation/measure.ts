// Tries attacks against a copy of the package in which something is dropped, in a pen of their own.
import { join } from 'node:path';
import type { Attack } from '../../src/verify/attack.js';
import type { TrialResult } from '../../src/verify/try-attack.js';
import { slow } from '../support/time.js';
import type { PackageCopies } from './package-copy.js';
import { runInPen } from './pen/pen.js';
import type { PenOrder } from './pen/in-pen.js';
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
  readonly results: readonly TrialResult[];
  /** Why there was nothing to attack; null where there was. */
  readonly refusal: string | null;
}

const setUpMs = 30_000;
const attackMs = 15_000;
const counter = { next: 0 };

/** @param checks `kept`: the jail looks at itself; `dropped`: it does not */
export async function measure(
  copies: PackageCopies,
  dropped: readonly Switch[],
  attacks: readonly Attack[],
  checks: 'kept' | 'dropped',
): Promise<Measured> {
  const all = withNeeds(dropped);
  const edits = all.flatMap((one) => one.edits);
  const folder = copies.make(checks === 'kept' ? edits : [...edits, ...blindfold]);
  const order: PenOrder = { folder, attacks: attacks.map(({ name }) => name) };
  counter.next += 1;
  try {
    const { stdout, stderr, isLate } = await runInPen(
      {
        stage: copies.stage,
        program: [process.execPath, join(copies.whole, 'dist-test/tests/ablation/pen/in-pen.js')],
        as: all.some((one) => one.as === 'root') ? 'root' : 'user',
        groups: all.some((one) => one.groups === 'none' || one.as === 'root') ? 'none' : 'own',
        input: JSON.stringify(order),
        timeoutMs: slow(setUpMs + attacks.length * attackMs),
      },
      counter.next,
    );
    const results = stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as TrialResult);
    if (isLate) return { results, refusal: 'the pen was ended by the clock' };
    return { results, refusal: results.length === attacks.length ? null : lastWords(stderr) };
  } finally {
    copies.discard(folder);
  }
}

const lastWords = (stderr: string): string =>
  stderr.split('\n').find((line) => /Error: |error: /.test(line)) ?? stderr.slice(-500);
