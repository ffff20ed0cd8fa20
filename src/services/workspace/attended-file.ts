// A file that clients want to be told of, and what they know of it.
import type { Seen } from './see-place.js';

/** What changes within one tick of the kernel's clock leaves its times as they are. */
const tickMs = 20;
/** Of a file that is always just being written; then it is told each time. */
const mostPostponed = 3;

export type Difference = 'none' | 'changed' | 'came-or-went' | 'too-young-to-say';

export class AttendedFile {
  /** Clients that want to be told of it. */
  count = 0;
  #known: string | null;
  #isSure = false;
  #postponed = 0;

  /** @param seen now, by one who does not know whether it may be seen */
  constructor(seen: Seen | null) {
    this.#known = seen?.text ?? null;
  }

  /** @param seen null where it is not there, or masked: that is the same to clients */
  compare(seen: Seen | null, isMasked: boolean, nowMs: number): Difference {
    // Of what was masked all along nothing was known.
    if (isMasked && !this.#isSure) this.#known = null;
    this.#isSure = true;
    const now = isMasked ? null : seen;
    if ((now?.text ?? null) === this.#known) return this.#settle('none', now?.text ?? null);
    if (now === null) return this.#settle('came-or-went', null);
    const age = nowMs - now.changedMs;
    const isYoung = age > -tickMs && age < tickMs;
    if (isYoung && this.#postponed < mostPostponed) {
      this.#postponed += 1;
      return 'too-young-to-say';
    }
    const difference = this.#known === null ? 'came-or-went' : 'changed';
    return this.#settle(difference, isYoung ? `${now.text} and more` : now.text);
  }

  #settle(difference: Difference, known: string | null): Difference {
    this.#postponed = 0;
    this.#known = known;
    return difference;
  }
}
