// secret.unlogged: what is kept of one stream and what is told of it, both behind the redactor: whatever is cut off or shown
// in pieces was looked at as a whole before.
import { BoundedText } from '../../core/bounded-text.js';
import type { CapturedOutput } from '../../core/execution-result.js';
import type { SecretStream } from '../../core/secret-redactor.js';

/** Called with each chunk. A promise holds the stream back until it resolves, so that a slow reader slows the guest. */
export type OutputListener = (chunk: Buffer) => Promise<void> | undefined;

/** How a stream ended: by its writer, or by somebody who cut it off in the middle of something. */
export type OutputEnd = 'whole' | 'cut';

export class RedactedOutput {
  readonly #kept: BoundedText;
  readonly #secrets: SecretStream;
  readonly #listener: OutputListener | undefined;
  #readBytes = 0;

  /**
   * @param capBytes how much is kept, as head and tail
   * @param secrets may have begun before this and may go on behind it
   */
  constructor(capBytes: number, secrets: SecretStream, listener: OutputListener | undefined) {
    this.#kept = new BoundedText(capBytes);
    this.#secrets = secrets;
    this.#listener = listener;
  }

  /** @returns what the listener waits for */
  take(chunk: Buffer): Promise<void> | undefined {
    return this.takeRedacted(this.#secrets.push(chunk), chunk.length);
  }

  /** What has gone through the redactor before. @param readBytes how much it was */
  takeRedacted(shown: Buffer, readBytes: number): Promise<void> | undefined {
    this.#readBytes += readBytes;
    if (shown.length === 0) return undefined;
    this.#kept.append(shown);
    return this.#listener?.(shown);
  }

  /** All that came; `bytes` are those that were written. Nothing comes after it. */
  finish(how: OutputEnd): CapturedOutput {
    const rest = how === 'whole' ? this.#secrets.end() : this.#secrets.cut();
    void this.takeRedacted(rest, 0);
    return { ...this.#kept.toCapturedOutput(), bytes: this.#readBytes };
  }
}
