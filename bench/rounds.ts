// Everybody once in each round, so that the machine's noise meets all of them alike. Whoever fails is out and named.
import { sleep } from '#pymcp/host/clock.js';
import { messageOf } from './message-of.js';
import type { Side } from './report.js';

export interface Contestant {
  readonly label: string;
  readonly side: Side;
  /** In every n-th round only, where one start takes long. */
  readonly every?: number;
  /** Returns milliseconds, or whatever the scenario counts; several where it does the same several times in a round. */
  readonly measure: () => Promise<number | readonly number[]>;
}

export interface Absentee {
  readonly label: string;
  readonly side: Side;
  readonly absent: string;
}

export type Entrant = Contestant | Absentee;

export interface Tried {
  readonly label: string;
  readonly side: Side;
  readonly outcome:
    | { readonly kind: 'measured'; readonly samples: readonly number[] }
    | { readonly kind: 'absent' | 'failed'; readonly why: string };
}

export interface RoundOptions {
  readonly rounds: number;
  /** Rounds before them whose figures are thrown away. */
  readonly warmUp: number;
  readonly pauseMs: number;
}

export async function measureRounds(
  entrants: readonly Entrant[],
  { rounds, warmUp, pauseMs }: RoundOptions,
): Promise<Tried[]> {
  const samples = new Map<string, number[]>();
  const failures = new Map<string, string>();
  const contestants = entrants.filter((entrant): entrant is Contestant => 'measure' in entrant);
  for (let round = -warmUp; round < rounds; round += 1) {
    // There and back: nobody always follows the same neighbour.
    const order = round % 2 === 0 ? contestants : contestants.toReversed();
    for (const { label, every = 1, measure } of order) {
      // Whoever takes long warms up once: files in the page cache, caches on disk.
      if ((round % every !== 0 && round !== -warmUp) || failures.has(label)) continue;
      await sleep(pauseMs);
      try {
        const measured = [await measure()].flat();
        if (round >= 0) samples.set(label, [...(samples.get(label) ?? []), ...measured]);
      } catch (error) {
        failures.set(label, messageOf(error));
      }
    }
  }
  return entrants.map((entrant) => ({
    label: entrant.label,
    side: entrant.side,
    outcome: toOutcome(entrant, samples.get(entrant.label), failures.get(entrant.label)),
  }));
}

function toOutcome(
  entrant: Entrant,
  samples: readonly number[] | undefined,
  failure: string | undefined,
): Tried['outcome'] {
  if ('absent' in entrant) return { kind: 'absent', why: entrant.absent };
  // A median of those rounds that happened to work would be a lie.
  if (failure !== undefined) return { kind: 'failed', why: failure };
  return samples === undefined
    ? { kind: 'failed', why: 'no round was long enough for it' }
    : { kind: 'measured', samples };
}
