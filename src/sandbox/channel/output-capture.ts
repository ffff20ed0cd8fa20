// stdout and stderr of a sandbox: hostile bytes that are counted, kept in part, and passed on as they come.
import type { Readable } from 'node:stream';
import type { CapturedOutput } from '../../core/execution-result.js';
import { noSecrets } from '../../core/no-secrets.js';
import type { SecretRedactor } from '../../core/secret-redactor.js';
import { type OutputEnd, type OutputListener, RedactedOutput } from './redacted-output.js';

export interface OutputCapture {
  /** Resolves when the last writer has gone; never rejects. */
  readonly finished: Promise<void>;
  /** What was read by now. Nothing is taken after it. */
  readonly output: (how: OutputEnd) => CapturedOutput;
}

/**
 * Reads `stream` to its end.
 * @param capBytes how much is kept, as head and tail
 * @param onBytes told the length of each chunk that was read, before `listener` is told what may be shown of it
 */
export function captureOutput(
  stream: Readable,
  capBytes: number,
  onBytes: (length: number) => void,
  listener: OutputListener | undefined,
  redactor: SecretRedactor = noSecrets,
): OutputCapture {
  const output = new RedactedOutput(capBytes, redactor.openStream(), listener);
  let isTaken = false;
  const finished = new Promise<void>((resolve) => {
    stream.on('data', (chunk: Buffer) => {
      if (isTaken) return;
      onBytes(chunk.length);
      const held = output.take(chunk);
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
  const take = (how: OutputEnd): CapturedOutput => {
    isTaken = true;
    return output.finish(how);
  };
  return { finished, output: take };
}
