// Locks on files as the kernel lists them in /proc/locks (proc_locks(5)).
import { closeSync, openSync, readSync } from 'node:fs';

/** Some 70,000 lines: enough to see that there are too many, and read in moments. */
const mostBytes = 4 * 1024 * 1024;

/** How many locks of fcntl(2) and flock(2) these processes hold, host pids; of very many, those that are listed first. */
export function countRecordLocks(pids: Iterable<number>): number {
  const owners = new Set([...pids].map(String));
  let count = 0;
  // `12: POSIX  ADVISORY  WRITE 1234 fe:00:5678 0 EOF`
  for (const [, owner = ''] of readLocks().matchAll(/^\d+: (?:-> )?\S+ +\S+ +\S+ +(\d+) /gm)) {
    if (owners.has(owner)) count += 1;
  }
  return count;
}

function readLocks(): string {
  let descriptor: number;
  try {
    descriptor = openSync('/proc/locks', 'r');
  } catch {
    return '';
  }
  try {
    const parts: Buffer[] = [];
    for (let total = 0; total < mostBytes; total += parts.at(-1)?.length ?? 0) {
      const part = Buffer.alloc(65_536);
      const length = readSync(descriptor, part);
      if (length === 0) break;
      parts.push(part.subarray(0, length));
    }
    return Buffer.concat(parts).toString('latin1');
  } finally {
    closeSync(descriptor);
  }
}
