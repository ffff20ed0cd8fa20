// A bounded number of runs at once; the others wait in the order in which they came, up to a bound.
import { PymcpError } from '../core/errors.js';

export interface QueueBounds {
  readonly atOnce: number;
  readonly waiting: number;
}

export class RunQueue {
  readonly #bounds: QueueBounds;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(bounds: QueueBounds) {
    this.#bounds = bounds;
  }

  /**
   * Does the work when its turn has come.
   * @throws PymcpError `gateway.busy` where too many wait, `gateway.cancelled` where it was cancelled while it waited
   */
  async run<Value>(work: () => Promise<Value>, signal: AbortSignal): Promise<Value> {
    await this.#takeTurn(signal);
    try {
      return await work();
    } finally {
      this.#passTurn();
    }
  }

  /** Likewise, and the turn is passed on when what the work has begun is over, which its result does not wait for. */
  async runUntilOver<Value>(
    work: () => Promise<{ readonly value: Value; readonly over: Promise<unknown> }>,
    signal: AbortSignal,
  ): Promise<Value> {
    await this.#takeTurn(signal);
    let over: Promise<unknown> = Promise.resolve();
    try {
      const done = await work();
      over = done.over;
      return done.value;
    } finally {
      void over.then(() => {
        this.#passTurn();
      });
    }
  }

  async #takeTurn(signal: AbortSignal): Promise<void> {
    if (signal.aborted) throw cancelled();
    if (this.#running < this.#bounds.atOnce) this.#running += 1;
    else await this.#wait(signal);
  }

  /** A turn is handed over, never free in between: who comes now does not overtake who waits. */
  #passTurn(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#running -= 1;
    else next();
  }

  async #wait(signal: AbortSignal): Promise<void> {
    if (this.#waiting.length >= this.#bounds.waiting) throw busy(this.#bounds);
    await new Promise<void>((resolve, reject) => {
      const leave = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(enter), 1);
        reject(cancelled());
      };
      const enter = (): void => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#waiting.push(enter);
    });
  }
}

function cancelled(): PymcpError {
  return new PymcpError(
    'gateway.cancelled',
    'the run was cancelled before it began',
    'run it again to start over',
  );
}

function busy({ atOnce, waiting }: QueueBounds): PymcpError {
  return new PymcpError(
    'gateway.busy',
    `${atOnce} programs are running and ${waiting} are waiting, which is as many as are accepted`,
    'wait until some of them have ended, then run it again',
  );
}
