// A place in a secret: everything that may stand there. All spellings lie in one row of bytes, and an index into it says how far
// one of them has been read.
import { endsWith, type Spelling } from './spelling.js';

export type Need = 'needed' | 'optional';

export class Unit {
  readonly need: Need;
  readonly longest: number;
  /** Length of the row. */
  readonly size: number;
  readonly #spellings: readonly Spelling[];
  readonly #first: Buffer;
  readonly #second: Buffer;
  /** Where the spelling begins that an index lies in. */
  readonly #begins: readonly number[];
  readonly #spellingsByLast = new Map<number, Spelling[]>();
  readonly #startsByByte = new Map<number, number[]>();

  constructor(spellings: readonly Spelling[], need: Need = 'needed') {
    this.need = need;
    this.#spellings = unique(spellings);
    this.#first = Buffer.concat(this.#spellings.map(({ first }) => first));
    this.#second = Buffer.concat(this.#spellings.map(({ second }) => second));
    this.size = this.#first.length;
    this.longest = Math.max(...this.#spellings.map(({ first }) => first.length));
    const begins: number[] = [];
    for (const { first } of this.#spellings) begins.push(...Array<number>(first.length).fill(begins.length));
    this.#begins = begins;
    for (const begin of new Set(begins)) this.#addStart(begin);
    for (const spelling of this.#spellings) this.#addLast(spelling);
  }

  /** Where spellings begin whose first byte is this. */
  startsWith(byte: number): readonly number[] {
    return this.#startsByByte.get(byte) ?? [];
  }

  /** What fits at an index; before all of them, what a spelling begins with. */
  bytesAt(index: number): Iterable<number> {
    if (index < 0) return this.#startsByByte.keys();
    return new Set([this.#first[index] ?? 0, this.#second[index] ?? 0]);
  }

  fits(index: number, byte: number): boolean {
    return this.#first[index] === byte || this.#second[index] === byte;
  }

  isLast(index: number): boolean {
    return this.#begins[index + 1] !== this.#begins[index];
  }

  /** How many bytes of a spelling stand before this index. */
  depth(index: number): number {
    return index - (this.#begins[index] ?? 0);
  }

  /** Adds where it may begin, if it ends at `end`, to what is not there yet. */
  addStarts(bytes: Buffer, end: number, starts: number[]): void {
    if (this.need === 'optional' && !starts.includes(end)) starts.push(end);
    for (const spelling of this.#spellingsByLast.get(bytes[end - 1] ?? -1) ?? []) {
      const start = end - spelling.first.length;
      if (endsWith(bytes, end, spelling) && !starts.includes(start)) starts.push(start);
    }
  }

  hasByte(byte: number): boolean {
    return this.#first.includes(byte) || this.#second.includes(byte);
  }

  #addLast(spelling: Spelling): void {
    for (const byte of new Set([spelling.first.at(-1), spelling.second.at(-1)])) {
      if (byte !== undefined) addTo(this.#spellingsByLast, byte, spelling);
    }
  }

  #addStart(begin: number): void {
    for (const byte of new Set([this.#first[begin], this.#second[begin]])) {
      if (byte !== undefined) addTo(this.#startsByByte, byte, begin);
    }
  }
}

function addTo<Value>(map: Map<number, Value[]>, key: number, value: Value): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}

function unique(spellings: readonly Spelling[]): readonly Spelling[] {
  const byBytes = new Map(
    spellings
      .filter(({ first }) => first.length > 0)
      .map((one) => [`${one.first.toString('latin1')}\n${one.second.toString('latin1')}`, one]),
  );
  return [...byBytes.values()];
}
