// stdout or stderr of a session: hostile bytes that come all the time and belong to the call that is under way. What comes
// between two calls (of a thread or a process that goes on) is kept, in bounds, for the next.
import type { Readable } from 'node:stream';
import { BoundedText } from '../../core/bounded-text.js';
import type { CapturedOutput } from '../../core/execution-result.js';
import type { OutputListener } from './output-capture.js';

interface Call {
  readonly kept: BoundedText;
  readonly onBytes: (length: number) => void;
  readonly listener: OutputListener | undefined;
}

const mostBetweenBytes = 64 * 1024;
/** limit.cpu: between two calls no more is read than this, and who writes on waits for the next. */
const mostReadBytes = 4 * 1024 * 1024;

export class OutputTap {
  readonly #stream: Readable;
  #call: Call | null = null;
  #between: Buffer[] = [];
  #betweenBytes = 0;
  #readBytes = 0;
  #isStopped = false;

  /** Reads the stream to its end. */
  constructor(stream: Readable) {
    this.#stream = stream;
    stream.on('data', (chunk: Buffer) => {
      this.#take(chunk);
    });
    stream.on('error', () => stream.destroy());
  }

  /**
   * From now on output is this call's.
   * @param capBytes how much is kept, as head and tail
   * @param onBytes told the length of each chunk, before `listener`
   */
  begin(capBytes: number, onBytes: (length: number) => void, listener: OutputListener | undefined): void {
    this.#call = { kept: new BoundedText(capBytes), onBytes, listener };
    const waiting = this.#between;
    this.#between = [];
    this.#betweenBytes = 0;
    this.#readBytes = 0;
    for (const chunk of waiting) this.#take(chunk);
    if (this.#isStopped) this.#stream.resume();
    this.#isStopped = false;
  }

  /** Reads nothing more: one that is stopped would not see its end. */
  close(): void {
    this.#stream.destroy();
  }

  /** What the call has written; what comes from now on is the next one's. */
  end(): CapturedOutput {
    const call = this.#call;
    this.#call = null;
    return (call?.kept ?? new BoundedText(0)).toCapturedOutput();
  }

  #take(chunk: Buffer): void {
    if (this.#call === null) {
      this.#keep(chunk);
      return;
    }
    const { kept, onBytes, listener } = this.#call;
    kept.append(chunk);
    onBytes(chunk.length);
    const held = listener?.(chunk);
    if (held === undefined) return;
    this.#stream.pause();
    const resume = (): void => void this.#stream.resume();
    held.then(resume, resume);
  }

  /** The first of it: what follows is read and dropped, so that nobody who writes a little is stopped by that. */
  #keep(chunk: Buffer): void {
    this.#readBytes += chunk.length;
    if (this.#readBytes > mostReadBytes) {
      this.#isStopped = true;
      this.#stream.pause();
    }
    const part = chunk.subarray(0, mostBetweenBytes - this.#betweenBytes);
    if (part.length === 0) return;
    this.#between.push(Buffer.from(part));
    this.#betweenBytes += part.length;
  }
}
