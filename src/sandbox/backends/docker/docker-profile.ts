// The seccomp profile that Docker puts around a sandbox before its first instruction: as the one of Podman's containers, without the
// namespace that pid 1 of those enters.
import { toVesselProfile } from '../container/vessel-profile.js';

export const dockerProfile = toVesselProfile(null);
