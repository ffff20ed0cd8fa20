// Reads bytes and says where a secret ends, in any of its encodings. What may be under way is numbered when it is first met, and from
// then on a byte costs one look into a table. At most `mostStates` are kept, so that no output makes it grow: then it begins anew.
import { type Place, type Threads, unite } from './threads.js';

/** Eight megabytes of table. */
const ordinaryStates = 8192;
/** In the table: not known yet, or something to tell. */
const special = 0x4000_0000;
const unknown = 0x7fff_ffff;

/** What may be under way after a byte. */
export interface Progress {
  /** The last byte, if anything may begin with it. */
  readonly byte: number | null;
  /** The threads that began before it. */
  readonly going: readonly number[];
  /** The chains that have just come to their end. */
  readonly ended: readonly number[];
}

export const nothingUnderWay: Progress = { byte: null, going: [], ended: [] };

export class Automaton {
  readonly threads: Threads;
  readonly #mostStates: number;
  #states: Progress[] = [];
  #numbers = new Map<string, number>();
  readonly #places = new WeakMap<Progress, readonly Place[]>();
  /** A row of 256 for each state. */
  #table = new Int32Array(0);

  constructor(threads: Threads, mostStates = ordinaryStates) {
    this.threads = threads;
    this.#mostStates = mostStates;
    this.#forget();
  }

  /**
   * Reads `bytes` from `from` on.
   * @param onEnd told of each chain that ends, and of the offset behind it
   */
  read(
    bytes: Uint8Array,
    from: number,
    progress: Progress,
    onEnd: (chain: number, end: number) => void,
  ): Progress {
    let state = this.#numberOf(progress);
    let table = this.#table;
    for (let index = from; index < bytes.length; index += 1) {
      const byte = bytes[index] ?? 0;
      const known = table[(state << 8) | byte] ?? unknown;
      if (known < special) {
        state = known;
      } else {
        const entry = known === unknown ? this.#learn(state, byte) : known;
        table = this.#table;
        state = entry & ~special;
        for (const chain of this.#at(state).ended) onEnd(chain, index + 1);
      }
    }
    return this.#at(state);
  }

  /** The places of the threads that began before the last byte: each once, from what may be longest. */
  placesOf(progress: Progress): readonly Place[] {
    const known = this.#places.get(progress);
    if (known !== undefined) return known;
    // Many threads differ only in how the next unit may go on.
    const byText = new Map(
      progress.going.map((thread) => {
        const place = this.threads.placeOf(thread);
        return [`${place.chain} ${place.units} ${place.bytes}`, place] as const;
      }),
    );
    const places = [...byText.values()].sort((one, other) => other.mostBytes - one.mostBytes);
    this.#places.set(progress, places);
    return places;
  }

  #at(state: number): Progress {
    return this.#states[state] ?? nothingUnderWay;
  }

  /** What the table is to say, which it says from now on. */
  #learn(state: number, byte: number): number {
    const next = this.#step(this.#at(state), byte);
    const isFull = this.#states.length >= this.#mostStates;
    if (isFull) this.#forget();
    const entry = this.#numberOf(next) | (next.ended.length > 0 ? special : 0);
    if (!isFull) this.#table[(state << 8) | byte] = entry;
    return entry;
  }

  #step({ byte: last, going }: Progress, byte: number): Progress {
    const older = this.threads.move(going, byte);
    const { threads, ended } = last === null ? older : unite(older, this.threads.startWithBoth(last, byte));
    const isStart = this.threads.startWith(byte).length > 0;
    return { byte: isStart ? byte : null, going: threads, ended };
  }

  #forget(): void {
    this.#states = [];
    this.#numbers = new Map();
    this.#table = new Int32Array(0);
    this.#numberOf(nothingUnderWay);
  }

  #numberOf(progress: Progress): number {
    const key = `${progress.byte ?? ''};${progress.going.join()};${progress.ended.join()}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#states.push(progress) - 1;
    this.#numbers.set(key, number);
    if (this.#table.length < this.#states.length << 8) this.#enlarge();
    return number;
  }

  #enlarge(): void {
    const larger = new Int32Array(Math.max(16 << 8, 2 * this.#table.length)).fill(unknown);
    larger.set(this.#table);
    this.#table = larger;
  }
}
