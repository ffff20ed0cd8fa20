// stdout and stderr of a sandbox: hostile bytes that are counted, kept in part, and passed on as they come.
import type { Readable } from 'node:stream';
import { BoundedText } from '../../core/bounded-text.js';
import type { CapturedOutput } from '../../core/execution-result.js';

/** Called with each chunk. A promise holds the stream back until it resolves, so that a slow reader slows the guest. */
export type OutputListener = (chunk: Buffer) => Promise<void> | undefined;

export interface OutputCapture {
  /** Resolves when the last writer has gone; never rejects. */
  readonly finished: Promise<void>;
  readonly output: () => CapturedOutput;
}

/**
 * Reads `stream` to its end.
 * @param capBytes how much is kept, as head and tail
 * @param onBytes told the length of each chunk, before `listener`
 */
export function captureOutput(
  stream: Readable,
  capBytes: number,
  onBytes: (length: number) => void,
  listener: OutputListener | undefined,
): OutputCapture {
  const kept = new BoundedText(capBytes);
  const finished = new Promise<void>((resolve) => {
    stream.on('data', (chunk: Buffer) => {
      kept.append(chunk);
      onBytes(chunk.length);
      const held = listener?.(chunk);
      if (held === undefined) return;
      stream.pause();
      const resume = (): void => void stream.resume();
      held.then(resume, resume);
    });
    // A sandbox that waited in a pool may have ended before anybody listened.
    if (stream.closed) resolve();
    stream.once('close', resolve);
    stream.once('error', () => stream.destroy());
  });
  return { finished, output: () => kept.toCapturedOutput() };
}
