// One question after the other, so many at most that wait.
import { PymcpError } from '../../core/errors.js';
import { refuseIfCancelled } from './server/lsp-connection.js';

const mostWaiting = 64;

export class Turns {
  #waiting = 0;
  #last: Promise<unknown> = Promise.resolve();

  /** Resolves when nobody has the turn any more. */
  get over(): Promise<unknown> {
    return this.#last.catch(() => undefined);
  }

  get isIdle(): boolean {
    return this.#waiting === 0;
  }

  /** @throws PymcpError `gateway.busy`, `gateway.cancelled` where that came before the turn; and what `work` throws */
  async take<Value>(work: () => Promise<Value>, signal?: AbortSignal): Promise<Value> {
    if (this.#waiting >= mostWaiting)
      throw new PymcpError('gateway.busy', `${mostWaiting} questions about code wait already`, 'ask later');
    this.#waiting += 1;
    const mine = this.over.then(() => {
      refuseIfCancelled(signal);
      return work();
    });
    this.#last = mine;
    try {
      return await mine;
    } finally {
      this.#waiting -= 1;
    }
  }
}
