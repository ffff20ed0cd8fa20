// What a run has used of what it may use. Nothing waits: what is too much is refused, and what runs over is ended.
import type { RunBounds } from './bounds.js';

export class RunBudget {
  readonly #bounds: RunBounds;
  #attempts = 0;
  #flows = 0;
  #bytesUp = 0;
  #bytesDown = 0;

  constructor(bounds: RunBounds) {
    this.#bounds = bounds;
  }

  /** Counts one attempt. Null: it may be looked at. */
  whyNoAttempt(): string | null {
    const { attempts, bytesUp, bytesDown } = this.#bounds;
    if (this.#attempts >= attempts)
      return `this run has asked the network ${attempts} times, which is all it may`;
    this.#attempts += 1;
    if (this.#bytesUp >= bytesUp) return `this run has sent ${bytesUp} bytes, which is all it may`;
    if (this.#bytesDown >= bytesDown) return `this run has received ${bytesDown} bytes, which is all it may`;
    return null;
  }

  /** One more connection to a host; null where there are too many. What is returned is called once, at its end. */
  takeFlow(): (() => void) | null {
    if (this.#flows >= this.#bounds.connectionsAtOnce) return null;
    this.#flows += 1;
    return () => {
      this.#flows -= 1;
    };
  }

  /** Whether that much more was still within bounds. */
  spend(up: number, down: number): boolean {
    this.#bytesUp += up;
    this.#bytesDown += down;
    return this.#bytesUp <= this.#bounds.bytesUp && this.#bytesDown <= this.#bounds.bytesDown;
  }
}
