// Patience that counts only time in which this process ran. A machine that stands still (a virtual one that is paused, a disk that
// answers nobody) makes every other timer due at once, before whoever was waited for has had its turn.
import { monotonicMs } from './clock.js';

const beatMs = 250;
/** Of a beat that comes later, the rest is not counted: this process did not run. */
const mostCountedMs = 2 * beatMs;

export interface RunningTimer {
  /** From the beginning; does nothing where it was stopped or has fired. */
  readonly restart: () => void;
  readonly stop: () => void;
  /** Milliseconds since the start that were not counted. */
  readonly stoodStillMs: () => number;
}

/**
 * Does something once, after `ms` in which this process ran; to a beat of 250 ms.
 * @param clock for tests
 */
export function startRunningTimer(ms: number, work: () => void, clock = monotonicMs): RunningTimer {
  let [last, counted, stoodStill] = [clock(), 0, 0];
  const beat = (): void => {
    const now = clock();
    const passed = Math.min(now - last, mostCountedMs);
    stoodStill += now - last - passed;
    counted += passed;
    last = now;
    if (counted < ms) next = setTimeout(beat, beatMs);
    else work();
  };
  let next = setTimeout(beat, Math.min(beatMs, ms));
  return {
    restart: () => {
      [last, counted, stoodStill] = [clock(), 0, 0];
    },
    stop: () => {
      clearTimeout(next);
    },
    stoodStillMs: () => stoodStill,
  };
}
