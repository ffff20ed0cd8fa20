// secret.unlogged: one stream of bytes with every secret masked. Holds back what may be the beginning of a secret and nothing else:
// never more than the longest encoding without its last byte, and most often nothing.
import type { SecretStream } from '../../core/secret-redactor.js';
import { type Automaton, nothingUnderWay, type Progress } from './automaton.js';
import { earliestStart } from './earliest-start.js';
import { addRegion, type Region } from './region.js';

/** What is looked for, and what is put in its place. */
export interface Search {
  readonly automaton: Automaton;
  readonly masks: readonly Buffer[];
  /** Which mask is that of a chain. */
  readonly maskOf: readonly number[];
}

/** Fewer bytes of a beginning say nothing: many a secret begins as others do. */
const leastCut = 8;

export class Redactor implements SecretStream {
  readonly #search: Search;
  #progress: Progress = nothingUnderWay;
  #held: Buffer = Buffer.alloc(0);
  /** Offsets are those of #held; the last one may begin before it. */
  #regions: Region[] = [];

  constructor(search: Search) {
    this.#search = search;
  }

  /** @returns what may be shown of all that came so far and was not returned yet */
  push(chunk: Uint8Array): Buffer {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (this.#search.masks.length === 0) return bytes;
    const all = this.#held.length === 0 ? bytes : Buffer.concat([this.#held, bytes]);
    this.#read(all, this.#held.length);
    const safe = this.#findSafe(all);
    const shown = this.#show(all, safe);
    // A copy: who handed the chunk over may use its memory again.
    this.#held = Buffer.from(all.subarray(safe));
    return shown;
  }

  /** @returns the rest; the next push begins another stream */
  end(): Buffer {
    return this.#finish(this.#show(this.#held, this.#held.length));
  }

  /** As `end`, without what may be half a secret. */
  cut(): Buffer {
    const safe = this.#findSafe(this.#held, leastCut);
    const parts: Buffer[] = [];
    let shown = 0;
    for (const { start, end, mask } of this.#regions) {
      parts.push(this.#held.subarray(shown, Math.max(shown, Math.min(start, safe))));
      parts.push(this.#search.masks[mask] ?? Buffer.alloc(0));
      shown = end;
    }
    this.#regions = [];
    return this.#finish(Buffer.concat([...parts, this.#held.subarray(shown, Math.max(shown, safe))]));
  }

  #finish(rest: Buffer): Buffer {
    this.#held = Buffer.alloc(0);
    this.#progress = nothingUnderWay;
    return rest;
  }

  #read(all: Buffer, from: number): void {
    const { automaton, maskOf } = this.#search;
    this.#progress = automaton.read(all, from, this.#progress, (chain, end) => {
      const units = automaton.threads.chains[chain] ?? [];
      const start = earliestStart(units, units.length, all, end);
      addRegion(this.#regions, { start, end, mask: maskOf[chain] ?? 0 });
    });
  }

  /** Up to where nothing is under way of which there are so many bytes. */
  #findSafe(all: Buffer, leastBytes = 1): number {
    const { automaton } = this.#search;
    let safe = this.#progress.byte === null || leastBytes > 1 ? all.length : all.length - 1;
    for (const { chain, units, bytes, mostBytes } of automaton.placesOf(this.#progress)) {
      if (all.length - mostBytes >= safe) break;
      const read = automaton.threads.chains[chain] ?? [];
      const start = earliestStart(read, units, all, all.length - bytes);
      if (all.length - start >= leastBytes) safe = Math.min(safe, start);
    }
    return safe;
  }

  /** Everything before `safe`; a region that goes on behind it may still grow, and waits. */
  #show(all: Buffer, safe: number): Buffer {
    const parts: Buffer[] = [];
    let shown = 0;
    const waiting: Region[] = [];
    for (const region of this.#regions) {
      const until = Math.min(region.start, safe);
      if (until > shown) parts.push(all.subarray(shown, until));
      if (region.end <= safe) parts.push(this.#search.masks[region.mask] ?? Buffer.alloc(0));
      else waiting.push({ ...region, start: region.start - safe, end: region.end - safe });
      shown = Math.max(shown, region.end);
    }
    if (shown < safe) parts.push(all.subarray(shown, safe));
    this.#regions = waiting;
    return parts.length === 1 ? (parts[0] ?? Buffer.alloc(0)) : Buffer.concat(parts);
  }
}
