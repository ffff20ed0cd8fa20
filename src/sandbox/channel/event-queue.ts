// What a guest has said, in order, for whoever waits for the next of it.
import type { ChannelEvent } from './channel-event.js';

export class EventQueue {
  readonly #waiting: ChannelEvent[] = [];
  #receiver: ((event: ChannelEvent) => void) | null = null;
  /** The last event was handed out. */
  #isOver = false;
  /** Resolves when what came before was handed out. */
  #inOrder: Promise<void> = Promise.resolve();

  /** The next event. One caller at a time; after the last one it answers `closed` for ever. */
  next(): Promise<ChannelEvent> {
    const event = this.#waiting.shift();
    if (event !== undefined) return Promise.resolve(event);
    if (this.#isOver) return Promise.resolve({ type: 'closed' });
    return new Promise((resolve) => {
      this.#receiver = resolve;
    });
  }

  /** @param prepare must not reject; what is added later waits for it */
  add(prepare: () => ChannelEvent | Promise<ChannelEvent>): void {
    this.#inOrder = this.#inOrder.then(prepare).then((event) => {
      this.#isOver ||= event.type === 'closed' || event.type === 'violation';
      const receiver = this.#receiver;
      this.#receiver = null;
      if (receiver === null) this.#waiting.push(event);
      else receiver(event);
    });
  }
}
