// One process at a time, by a file that is locked (flock(2)): the kernel frees it with its holder, however it ends.
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { sleep } from './clock.js';
import { lockDescriptor } from './lock-descriptor.js';

export interface Waiting {
  /** Told once that another process is at work. */
  readonly onWait: () => void;
  readonly mostMs: number;
  readonly signal: AbortSignal;
}

const lockFlags = constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW;
const lookAgainMs = 100;

/** @returns what lets it go; null where another process had it all the time, or the signal came */
export async function waitForLock(
  path: string,
  { onWait, mostMs, signal }: Waiting,
): Promise<(() => Promise<void>) | null> {
  const file = await open(path, lockFlags, 0o600);
  for (let waitedMs = 0; waitedMs <= mostMs && !signal.aborted; waitedMs += lookAgainMs) {
    if (await lockDescriptor(file.fd)) return () => file.close();
    if (waitedMs === 0) onWait();
    await sleep(lookAgainMs, signal);
  }
  await file.close();
  return null;
}
