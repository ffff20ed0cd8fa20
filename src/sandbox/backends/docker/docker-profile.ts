// The seccomp profile that Docker puts around a sandbox before its first instruction: as the one of Podman's containers, but for the
// namespaces that it enters itself: of users, where it has its own, or none.
import type { SeccompProfile } from '../container/to-seccomp-profile.js';
import { toVesselProfile } from '../container/vessel-profile.js';
import type { RuleChanges } from '../bubblewrap/seccomp/filter.js';
import type { DockerIds } from './docker-ids.js';

/** <linux/sched.h> */
const CLONE_NEWUSER = 0x10000000;

export function toDockerProfile({ ownUsers }: Pick<DockerIds, 'ownUsers'>): SeccompProfile {
  return toVesselProfile(ownUsers ? { CLONE_NEWUSER } : null);
}

/**
 * limit.memory: where no control group counts them, the host must; and it may not list what processes of another user hold open
 * (proc_pid_fd(5)). So there is no memory that is held by a descriptor alone.
 */
export const withoutMemfds: RuleChanges = { memfd_create: 'ENOSYS' };
