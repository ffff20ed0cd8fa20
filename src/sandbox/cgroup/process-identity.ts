// Who a process is beyond its id: ids are used again, the pair of id and start time is not.
import { readControlFile, readSymlink } from '../../host/cgroup-fs.js';
import { errnoOf } from '../../host/errno.js';
import { parseProcessStat } from '../../host/process-stat.js';

export interface ProcessIdentity {
  readonly pid: number;
  /** Clock ticks since boot (proc_pid_stat(5), field 22). */
  readonly startTicks: string;
  /** Inode of the pid namespace in which pid is counted. */
  readonly pidNamespace: string;
}

export async function identifyThisProcess(): Promise<ProcessIdentity> {
  const { startTicks } = parseProcessStat(await readControlFile('/proc/self/stat'));
  const link = await readSymlink('/proc/self/ns/pid');
  return { pid: process.pid, startTicks, pidNamespace: link.replace(/\D/g, '') };
}

/** @returns undefined where no such process lives; one that is dead and waits for its parent does not live */
export async function readStartTicks(pid: number): Promise<string | undefined> {
  try {
    const { isDead, startTicks } = parseProcessStat(await readControlFile(`/proc/${pid}/stat`));
    return isDead ? undefined : startTicks;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ESRCH') return undefined;
    throw error;
  }
}
