// Prints what may be long. Whoever reads it may have seen enough (`| head`), which is no failure.
import { hasCode } from '../host/errno.js';

/** Resolves when it was taken, or is wanted no more. */
export function printMuch(text: string): Promise<void> {
  const { stdout } = process;
  return new Promise((resolve, reject) => {
    const onError = (error: Error): void => {
      if (hasCode(error, 'EPIPE')) resolve();
      else reject(error);
    };
    stdout.on('error', onError);
    stdout.write(text, (error) => {
      if (error !== null && error !== undefined) return;
      stdout.off('error', onError);
      resolve();
    });
  });
}
