// Output of the guest to our own streams as it comes, holding it back while the reader is slow.
import type { Writable } from 'node:stream';
import type { ExecutionObserver } from '../execution/execute.js';

export function passThrough(
  stdout: Writable = process.stdout,
  stderr: Writable = process.stderr,
): Pick<ExecutionObserver, 'onStdout' | 'onStderr'> {
  return { onStdout: writerTo(stdout), onStderr: writerTo(stderr) };
}

function writerTo(stream: Writable): (chunk: Buffer) => Promise<void> | undefined {
  let broken = false;
  // A reader that went away (`| head`) must not end us before the jail is cleared.
  for (const event of ['error', 'close']) {
    stream.on(event, () => {
      broken = true;
    });
  }
  return (chunk) => {
    if (broken || stream.write(chunk)) return undefined;
    return untilAny(stream, ['drain', 'error', 'close']);
  };
}

/** Leaves no listener behind: a slow reader holds back thousands of chunks. */
function untilAny(stream: Writable, events: readonly string[]): Promise<void> {
  return new Promise((resolve) => {
    const settle = (): void => {
      for (const event of events) stream.off(event, settle);
      resolve();
    };
    for (const event of events) stream.on(event, settle);
  });
}
