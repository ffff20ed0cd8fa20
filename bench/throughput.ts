// Runs per second with several under way at once, each sandbox used once.
import { monotonicMs } from '../src/host/clock.js';

/** Milliseconds for `count` runs, `atOnce` at a time. */
export async function timeConcurrently(
  run: () => Promise<unknown>,
  count: number,
  atOnce: number,
): Promise<number> {
  let left = count;
  const work = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await run();
    }
  };
  const started = monotonicMs();
  await Promise.all(Array.from({ length: atOnce }, work));
  return monotonicMs() - started;
}
