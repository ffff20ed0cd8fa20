// A folder whose files a client has listed, and the names that it has seen there.
import type { Seen } from './see-place.js';

/** A change within one tick of the kernel's clock leaves the stamp as it is: what is younger is read again. */
const settledMs = 100;

export class ListedFolder {
  #stamp: string | null = null;
  #names: string | null;

  constructor(names: string | null) {
    this.#names = names;
  }

  /** Whether names came or went. @param readNames asked only where the stamp may hide something */
  hasChanged(seen: Seen | null, readNames: () => string | null, nowMs: number): boolean {
    if (seen !== null && seen.text === this.#stamp) return false;
    const isSettled = seen !== null && Math.abs(nowMs - seen.changedMs) > settledMs;
    this.#stamp = isSettled ? seen.text : null;
    const names = seen === null ? null : readNames();
    const before = this.#names;
    this.#names = names;
    return names !== before;
  }
}
