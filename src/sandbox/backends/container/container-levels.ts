// How well each limit is held around a container. Pure functions.
// limit.memory limit.cpu: the container is moved into control groups of the gateway's, as a sandbox of bubblewrap enters
// them: whoever runs the gateway, and with the total over all. Podman's own limits are not used.
import type { LimitLevels } from '../../../core/isolation.js';

/** Of pid 1 and of the agent, before anything is preloaded: two interpreters that share most of it. */
export const ownMemoryBytes = 24 * 1024 * 1024;

/** limit.cpu: pid 1 is one of the processes, and the relay where there is one; neither is the program's. */
export function toGroupTasks(guestPids: number, hasNetwork: boolean): number {
  return guestPids + (hasNetwork ? 2 : 1);
}

/** As they are: the kernel is the host's, and its scratch counts inodes. */
export function toContainerLevels(levels: LimitLevels): LimitLevels {
  return levels;
}
