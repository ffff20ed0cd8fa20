// When a process began: its number is used again, the two together are not.
import { readProcessStat } from './process-stat.js';

/** Clock ticks after boot at which a process started; null where it is gone. */
export function startTimeOf(pid: number): string | null {
  return readProcessStat(pid)?.startTicks ?? null;
}
