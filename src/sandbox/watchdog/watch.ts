// Looks again and again while a sandbox lives, and stops at the first breach.
import type { LimitName } from '../../core/isolation.js';

export interface Watch {
  /** Resolves with the limit that `look` reported; stays pending for ever where none was. */
  readonly breached: Promise<LimitName>;
  readonly stop: () => void;
}

/**
 * @param pauseMs asked before each look
 * @param look cheap and synchronous; returns the limit that is exceeded, or null
 */
export function startWatch(pauseMs: () => number, look: () => LimitName | null): Watch {
  let timer: NodeJS.Timeout | null = null;
  const stop = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };
  const breached = new Promise<LimitName>((resolve) => {
    const wait = (): void => {
      timer = setTimeout(() => {
        const limit = look();
        if (limit !== null) {
          stop();
          resolve(limit);
        } else if (timer !== null) wait();
      }, pauseMs());
    };
    wait();
  });
  return { breached, stop };
}
