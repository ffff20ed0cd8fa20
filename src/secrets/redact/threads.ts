// All chains read at once, byte by byte. A thread is a place in one of them that the bytes so far lead to: a number, so that a set of
// threads is a list of numbers. Pure: what is computed is only kept where it is asked for again.
import type { Chain } from './chain.js';
import type { Unit } from './unit.js';

/** Where a chain is expected to go on. */
export interface Place {
  readonly chain: number;
  /** How many units of the chain have been read. */
  readonly units: number;
  /** How many bytes of the next one. */
  readonly bytes: number;
  /** The most that all of it can have taken. */
  readonly mostBytes: number;
}

/** What a byte leads to. */
export interface Step {
  readonly threads: readonly number[];
  /** The chains that come to their end. */
  readonly ended: readonly number[];
}

const nowhere: Step = { threads: [], ended: [] };

export class Threads {
  readonly chains: readonly Chain[];
  /** Units of all chains in one row; the end of a chain has a place too. */
  readonly #units: readonly (Unit | null)[];
  readonly #chainOf: readonly number[];
  readonly #begins: readonly number[];
  /** The most bytes of a chain that can come before a place. */
  readonly #mostBefore: readonly number[];
  /** A thread is a place in the row times this, and one more than an index into the unit, or 0 before it. */
  readonly #stride: number;
  readonly #starts: (readonly number[] | undefined)[] = [];
  readonly #second: (ReadonlyMap<number, Step> | undefined)[] = [];

  /** @param chains of two units at least */
  constructor(chains: readonly Chain[]) {
    this.chains = chains;
    this.#units = chains.flatMap((chain) => [...chain, null]);
    this.#chainOf = chains.flatMap((chain, index) => Array<number>(chain.length + 1).fill(index));
    let place = 0;
    this.#begins = chains.map((chain) => (place += chain.length + 1) - chain.length - 1);
    this.#mostBefore = chains.flatMap(sumLongest);
    this.#stride = 2 + this.#units.reduce((most, unit) => Math.max(most, unit?.size ?? 0), 0);
  }

  /** What may begin with this byte. */
  startWith(byte: number): readonly number[] {
    return (this.#starts[byte] ??= this.move(
      this.#begins.map((place) => place * this.#stride),
      byte,
    ).threads);
  }

  /** What may begin with these two. Many threads begin with a byte and few go on, so they are sorted by the second. */
  startWithBoth(byte: number, next: number): Step {
    return (this.#second[byte] ??= this.#sortBySecond(byte)).get(next) ?? nowhere;
  }

  move(threads: readonly number[], byte: number): Step {
    if (threads.length === 0) return nowhere;
    const [next, ended] = [new Set<number>(), new Set<number>()];
    for (const thread of threads) {
      const place = Math.floor(thread / this.#stride);
      const index = (thread % this.#stride) - 1;
      if (index >= 0) {
        if (this.#units[place]?.fits(index, byte) === true) this.#advance(place, index, next, ended);
      } else {
        for (const start of this.#units[place]?.startsWith(byte) ?? [])
          this.#advance(place, start, next, ended);
      }
    }
    return toStep(next, ended);
  }

  placeOf(thread: number): Place {
    const place = Math.floor(thread / this.#stride);
    const index = (thread % this.#stride) - 1;
    const chain = this.#chainOf[place] ?? 0;
    const units = place - (this.#begins[chain] ?? 0);
    const bytes = index < 0 ? 0 : (this.#units[place]?.depth(index) ?? 0);
    return { chain, units, bytes, mostBytes: (this.#mostBefore[place] ?? 0) + bytes };
  }

  #sortBySecond(byte: number): ReadonlyMap<number, Step> {
    const byNext = new Map<number, number[]>();
    for (const thread of this.startWith(byte)) {
      for (const next of this.#nextBytes(thread)) {
        const threads = byNext.get(next);
        if (threads === undefined) byNext.set(next, [thread]);
        else threads.push(thread);
      }
    }
    return new Map([...byNext].map(([next, threads]) => [next, this.move(threads, next)]));
  }

  #nextBytes(thread: number): Iterable<number> {
    const unit = this.#units[Math.floor(thread / this.#stride)];
    return unit?.bytesAt((thread % this.#stride) - 1) ?? [];
  }

  #advance(place: number, index: number, next: Set<number>, ended: Set<number>): void {
    if (this.#units[place]?.isLast(index) === true) this.#reach(place + 1, next, ended);
    else next.add(place * this.#stride + index + 2);
  }

  /** A unit is done; what follows may be left out. */
  #reach(place: number, next: Set<number>, ended: Set<number>): void {
    const unit = this.#units[place] ?? null;
    if (unit === null) {
      ended.add(this.#chainOf[place] ?? 0);
      return;
    }
    next.add(place * this.#stride);
    if (unit.need === 'optional') this.#reach(place + 1, next, ended);
  }
}

/** Before each unit of a chain, and behind the last. */
function sumLongest(chain: Chain): readonly number[] {
  const sums = [0];
  for (const { longest } of chain) sums.push((sums.at(-1) ?? 0) + longest);
  return sums;
}

/** Of both; in order, so that the same is written the same. */
export function unite(one: Step, other: Step): Step {
  if (one.threads.length + one.ended.length === 0) return other;
  if (other.threads.length + other.ended.length === 0) return one;
  return toStep(new Set([...one.threads, ...other.threads]), new Set([...one.ended, ...other.ended]));
}

function toStep(threads: ReadonlySet<number>, ended: ReadonlySet<number>): Step {
  return { threads: inOrder(threads), ended: inOrder(ended) };
}

function inOrder(numbers: ReadonlySet<number>): readonly number[] {
  return [...numbers].sort((one, other) => one - other);
}
