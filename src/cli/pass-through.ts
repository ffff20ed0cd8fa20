// Output of the guest to our own streams as it comes, holding it back while the reader is slow.
import type { Writable } from 'node:stream';
import type { ExecutionObserver } from '../execution/execute.js';

export function passThrough(): Pick<ExecutionObserver, 'onStdout' | 'onStderr'> {
  return { onStdout: writerTo(process.stdout), onStderr: writerTo(process.stderr) };
}

function writerTo(stream: Writable): (chunk: Buffer) => Promise<void> | undefined {
  let broken = false;
  // A reader that went away (`| head`) must not end us before the jail is cleared.
  stream.on('error', () => {
    broken = true;
  });
  return (chunk) => {
    if (broken || stream.write(chunk)) return undefined;
    return new Promise((resolve) => {
      stream.once('drain', resolve);
      stream.once('error', () => {
        resolve();
      });
    });
  };
}
