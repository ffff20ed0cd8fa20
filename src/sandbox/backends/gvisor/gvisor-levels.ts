// How well each limit is held around a gVisor sandbox. Pure functions.
import type { LimitLevels } from '../../../core/isolation.js';
import type { TotalLimits } from '../../../core/limits.js';

/** Host threads of runsc, its gofer and its kernel, before guest code runs. */
const ownTasks = 96;
/**
 * For each task of a guest's: one that runs it, one that its kernel waits with, and those of children that have gone and are not yet taken
 * away: with 4, twelve daemons that forked on and on came to the end of it, and with it their kernel.
 */
const tasksPerGuest = 12;
/** Of runsc, its gofer and its kernel: measured, before a guest needs more of them. */
export const ownMemoryBytes = 40 * 1024 * 1024;

/** Host tasks that a sandbox of so many processes may need. */
export function toHostTasks(guestPids: number): number {
  return ownTasks + tasksPerGuest * guestPids;
}

/** limit.cpu: the total counts processes of guests, and the control group counts tasks of the host. */
export function toTotal(total: TotalLimits): TotalLimits {
  return { ...total, pids: toHostTasks(total.pids) };
}

export function toGvisorLevels(levels: LimitLevels): LimitLevels {
  return {
    ...levels,
    pids: { level: 'enforced', by: "RLIMIT_NPROC in the sandbox's own kernel" },
    memory:
      levels.memory.level === 'enforced'
        ? levels.memory
        : { level: 'watched', by: 'host watchdog, RLIMIT_DATA per process' },
  };
}
