// stdout or stderr of a session: hostile bytes that come all the time and belong to the call that is under way. What comes
// between two calls (of a thread or a process that goes on) is kept, in bounds, for the next.
import type { Readable } from 'node:stream';
import type { CapturedOutput } from '../../core/execution-result.js';
import { noSecrets } from '../../core/no-secrets.js';
import type { SecretRedactor, SecretStream } from '../../core/secret-redactor.js';
import { type OutputEnd, type OutputListener, RedactedOutput } from './redacted-output.js';

interface Call {
  readonly output: RedactedOutput;
  readonly onBytes: (length: number) => void;
}

const mostBetweenBytes = 64 * 1024;
/** limit.cpu: between two calls no more is read than this, and who writes on waits for the next. */
const mostReadBytes = 4 * 1024 * 1024;

export class OutputTap {
  readonly #stream: Readable;
  /** secret.unlogged: one for the life of the session, so that a call may not begin in the middle of a secret. */
  readonly #secrets: SecretStream;
  #call: Call | null = null;
  /** What may be shown of what came between two calls, and how much that was before it was redacted. */
  #between: Buffer[] = [];
  #betweenBytes = 0;
  #writtenBytes = 0;
  #readBytes = 0;
  #isStopped = false;

  /** Reads the stream to its end. */
  constructor(stream: Readable, redactor: SecretRedactor = noSecrets) {
    this.#stream = stream;
    this.#secrets = redactor.openStream();
    stream.on('data', (chunk: Buffer) => {
      this.#take(chunk);
    });
    stream.on('error', () => stream.destroy());
  }

  /**
   * From now on output is this call's.
   * @param capBytes how much is kept, as head and tail
   * @param onBytes told the length of each chunk that was read, before `listener` is told what may be shown of it
   */
  begin(capBytes: number, onBytes: (length: number) => void, listener: OutputListener | undefined): void {
    const output = new RedactedOutput(capBytes, this.#secrets, listener);
    this.#call = { output, onBytes };
    const waiting = Buffer.concat(this.#between);
    const writtenBytes = this.#writtenBytes;
    this.#between = [];
    this.#betweenBytes = 0;
    this.#writtenBytes = 0;
    this.#readBytes = 0;
    onBytes(writtenBytes);
    this.#holdBack(output.takeRedacted(waiting, writtenBytes));
    if (this.#isStopped) this.#stream.resume();
    this.#isStopped = false;
  }

  /** Reads nothing more: one that is stopped would not see its end. */
  close(): void {
    this.#stream.destroy();
  }

  /** What the call has written; what comes from now on is the next one's. */
  end(how: OutputEnd): CapturedOutput {
    const call = this.#call;
    this.#call = null;
    return call?.output.finish(how) ?? { text: '', bytes: 0, truncated: false };
  }

  #take(chunk: Buffer): void {
    if (this.#call === null) {
      this.#keep(chunk);
      return;
    }
    const { output, onBytes } = this.#call;
    onBytes(chunk.length);
    this.#holdBack(output.take(chunk));
  }

  #holdBack(held: Promise<void> | undefined): void {
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
    const shown = this.#secrets.push(chunk);
    const part = shown.subarray(0, mostBetweenBytes - this.#betweenBytes);
    this.#writtenBytes += part.length < shown.length ? part.length : chunk.length;
    if (part.length === 0) return;
    this.#between.push(Buffer.from(part));
    this.#betweenBytes += part.length;
  }
}
