// The control channel of one sandbox: commands in, messages out. The only reader of guest frames.
import type { Duplex } from 'node:stream';
import { type Artifacts, noArtifacts } from '../../core/exchanged-file.js';
import type { ExecutionRequest } from '../../core/execution-request.js';
import { ArtifactCollector } from './artifact-collector.js';
import { encodeFrame, FrameDecoder } from './frame-decoder.js';
import { type Answer, type GuestMessage, parseGuestMessage } from './guest-message.js';

export type ChannelEvent =
  | Answer
  | { readonly type: 'closed' }
  /** Bytes that are no message: from then on nothing is read. */
  | { readonly type: 'violation'; readonly reason: string };

/** A program and what is put beside it. */
export type Handover = Pick<ExecutionRequest, 'code' | 'fileName' | 'files'>;

const mostWaiting = 16;

export class GuestChannel {
  /** Resolves when the other end has gone and all that it sent has been read, or after `close`. */
  readonly finished: Promise<void>;
  readonly #socket: Duplex;
  readonly #decoder = new FrameDecoder();
  readonly #waiting: ChannelEvent[] = [];
  #receiver: ((event: ChannelEvent) => void) | null = null;
  #ended = false;
  /** While artifacts may come: from the handover to the result. */
  #collector: ArtifactCollector | null = null;
  #artifacts: Artifacts = noArtifacts;

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

  /** Hands the program over, its files first. What cannot be delivered shows as `closed` in `receive`. */
  run({ code, fileName, files = [] }: Handover): void {
    this.#collector = new ArtifactCollector();
    for (const { path, bytes } of files) this.#say({ type: 'file', path, data: bytes.toString('base64') });
    this.#say({ type: 'program', code, fileName });
  }

  /** What came out of the program, once its result has been received; nothing before. */
  get artifacts(): Artifacts {
    return this.#artifacts;
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
        const violation = message === null ? 'a frame that is no message' : this.#take(message);
        if (violation === null) continue;
        this.#end({ type: 'violation', reason: violation });
        return;
      }
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.#end({ type: 'violation', reason: error.message });
    }
  }

  /** Why the message is a violation; null where it was taken. */
  #take(message: GuestMessage): string | null {
    switch (message.type) {
      case 'file':
      case 'image':
      case 'chunk':
      case 'omitted':
        return this.#collector === null ? 'files that were not asked for' : this.#collector.take(message);
      case 'completed':
      case 'raised': {
        const artifacts = this.#collector?.close();
        if (artifacts === null) return 'the rest of a file is missing';
        this.#collector = null;
        this.#artifacts = artifacts ?? this.#artifacts;
        break;
      }
      case 'ready':
      case 'refused':
        break;
    }
    this.#deliver(message);
    return this.#waiting.length > mostWaiting ? 'more messages than were asked for' : null;
  }

  #say(message: object): void {
    this.#socket.write(encodeFrame(Buffer.from(JSON.stringify(message))));
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
