// The seccomp profile that Docker puts around a sandbox before its first instruction: as the one of Podman's containers, but for the
// namespace that it enters itself. In a rootless container that is a user namespace of its own; else there is none.
import type { SeccompProfile } from '../container/to-seccomp-profile.js';
import { toVesselProfile } from '../container/vessel-profile.js';
import type { DockerIds } from './docker-ids.js';

/** <linux/sched.h> */
const CLONE_NEWUSER = 0x10000000;

export function toDockerProfile({ isRootless }: Pick<DockerIds, 'isRootless'>): SeccompProfile {
  return toVesselProfile(isRootless ? { CLONE_NEWUSER } : null);
}
