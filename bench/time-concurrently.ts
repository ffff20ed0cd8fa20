// Several at once, each starting its next when its last has ended.
import { monotonicMs } from '#pymcp/host/clock.js';

/** Milliseconds for `count` runs, `atOnce` at a time. @throws as the first that fails */
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
