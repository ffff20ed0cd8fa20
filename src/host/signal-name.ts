// Signals by number, as this platform counts them.
import { constants } from 'node:os';

/** e.g. `SIGKILL` for 9; `signal 40` where there is no name. */
export function signalName(number: number): string {
  return Object.entries(constants.signals).find(([, value]) => value === number)?.[0] ?? `signal ${number}`;
}

/** e.g. 9 for `SIGKILL`; null where there is no such name. */
export function signalNumber(name: string): number | null {
  return Object.entries(constants.signals).find(([key]) => key === name)?.[1] ?? null;
}
