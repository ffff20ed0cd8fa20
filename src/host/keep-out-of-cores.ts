// secret.unlogged: a core file of this process, and of what it starts, is without its memory: where it was, and nothing of what stood there.
// Node.js cannot set a limit of its process (setrlimit(2)); a filter of the kernel it can (core(5)), which holds where a program
// takes the core from a pipe, too, and is inherited.
import { writeFileSync } from 'node:fs';

const filter = '/proc/self/coredump_filter';

/** Null where it is so from now on; else why not. A kernel that writes no cores has no filter. */
export function keepOutOfCores(): string | null {
  try {
    writeFileSync(filter, '0', { flag: 'r+' });
    return null;
  } catch (error) {
    const { code = 'error' } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? null : `${filter} cannot be written (${code})`;
  }
}
