// How well each limit is held around a container of Docker's. Pure.
// limit.memory limit.cpu: Docker makes the control group, with limits of ours, and the kernel holds them. There is no group above all
// of them: the total over all sandboxes is not held.
import type { LimitLevel, LimitLevels } from '../../../core/isolation.js';
import type { DaemonInfo } from './daemon-answers.js';

export { ownMemoryBytes, toGroupTasks } from '../container/container-levels.js';

/** What makes the container runs in its group, before anything of ours does, and is of many threads. */
export const leastStartTasks = 32;

/** RLIMIT_NPROC would count the processes of the same user outside. */
const watched: LimitLevel = { level: 'watched', by: 'host watchdog' };

type Means = Pick<DaemonInfo, 'MemoryLimit' | 'CpuCfsQuota' | 'PidsLimit' | 'CgroupDriver'>;

/** @param hasOwnIds whether each sandbox has a user namespace, in which the kernel counts its processes */
export function toDockerLevels(levels: LimitLevels, means: Means, hasOwnIds: boolean): LimitLevels {
  const held = (isThere: boolean, what: string): LimitLevel =>
    isThere && means.CgroupDriver !== 'none'
      ? { level: 'enforced', by: `control group of Docker's (${what})` }
      : { level: 'not available', why: `this Docker daemon cannot limit ${what}` };
  const memory = held(means.MemoryLimit, 'memory');
  const pids = held(means.PidsLimit, 'pids');
  return {
    ...levels,
    memory: memory.level === 'enforced' ? memory : levels.memory,
    cpu: held(means.CpuCfsQuota, 'cpu'),
    pids: pids.level === 'enforced' ? pids : hasOwnIds ? levels.pids : watched,
  };
}
