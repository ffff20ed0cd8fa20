// The control channel of one sandbox: commands in, messages out. The only reader of guest frames.
import type { Duplex } from 'node:stream';
import { encodeFrame, FrameDecoder } from './frame-decoder.js';
import { type GuestMessage, parseGuestMessage } from './guest-message.js';

export type ChannelEvent =
  | GuestMessage
  | { readonly type: 'closed' }
  /** Bytes that are no message: from then on nothing is read. */
  | { readonly type: 'violation'; readonly reason: string };

const mostWaiting = 16;

export class GuestChannel {
  /** Resolves when the other end has gone and all that it sent has been read, or after `close`. */
  readonly finished: Promise<void>;
  readonly #socket: Duplex;
  readonly #decoder = new FrameDecoder();
  readonly #waiting: ChannelEvent[] = [];
  #receiver: ((event: ChannelEvent) => void) | null = null;
  #ended = false;

  /** Takes the socket over; `close` gives it up. */
  constructor(socket: Duplex) {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => {
      this.#read(chunk);
    });
    socket.on('error', () => {
      this.#end({ type: 'closed' });
    });
    this.finished = new Promise((resolve) => {
      socket.on('close', () => {
        this.#end({ type: 'closed' });
        resolve();
      });
    });
    socket.on('end', () => {
      this.#end({ type: 'closed' });
    });
  }

  /** Hands the program over. What cannot be delivered shows as `closed` in `receive`. */
  run(program: { readonly code: string; readonly fileName: string }): void {
    this.#socket.write(encodeFrame(Buffer.from(JSON.stringify(program))));
  }

  /** The next event, in order. One caller at a time; after the last one it answers `closed` for ever. */
  receive(): Promise<ChannelEvent> {
    const event = this.#waiting.shift();
    if (event !== undefined) return Promise.resolve(event);
    if (this.#ended) return Promise.resolve({ type: 'closed' });
    return new Promise((resolve) => {
      this.#receiver = resolve;
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #read(chunk: Buffer): void {
    if (this.#ended) return;
    try {
      for (const body of this.#decoder.push(chunk)) {
        const message = parseGuestMessage(body);
        if (message === null) {
          this.#end({ type: 'violation', reason: 'a frame that is no message' });
          return;
        }
        this.#deliver(message);
        if (this.#waiting.length > mostWaiting) {
          this.#end({ type: 'violation', reason: 'more messages than were asked for' });
          return;
        }
      }
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.#end({ type: 'violation', reason: error.message });
    }
  }

  #deliver(event: ChannelEvent): void {
    const receiver = this.#receiver;
    this.#receiver = null;
    if (receiver === null) this.#waiting.push(event);
    else receiver(event);
  }

  #end(event: ChannelEvent): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#deliver(event);
    if (event.type === 'violation') this.#socket.destroy();
  }
}
