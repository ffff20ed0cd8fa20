// Who a process is beyond its id: ids are used again, the pair of id and start time is not.
import { errnoOf, readControlFile, readSymlink } from '../../host/cgroup-fs.js';

export interface ProcessIdentity {
  readonly pid: number;
  /** Clock ticks since boot (proc_pid_stat(5), field 22). */
  readonly startTicks: string;
  /** Inode of the pid namespace in which pid is counted. */
  readonly pidNamespace: string;
}

export async function identifyThisProcess(): Promise<ProcessIdentity> {
  const startTicks = parseStartTicks(await readControlFile('/proc/self/stat'));
  const link = await readSymlink('/proc/self/ns/pid');
  return { pid: process.pid, startTicks, pidNamespace: link.replace(/\D/g, '') };
}

/** @returns undefined where no such process lives */
export async function readStartTicks(pid: number): Promise<string | undefined> {
  try {
    return parseStartTicks(await readControlFile(`/proc/${pid}/stat`));
  } catch (error) {
    if (errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ESRCH') return undefined;
    throw error;
  }
}

/** The second field, the program's name in parentheses, may itself hold blanks and parentheses. */
export function parseStartTicks(stat: string): string {
  const afterName = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const startTicks = afterName[19];
  if (startTicks === undefined || !/^\d+$/.test(startTicks)) throw new Error('unexpected /proc/<pid>/stat');
  return startTicks;
}
