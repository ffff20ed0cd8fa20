// The seccomp profile of the container, in the format that Docker and Podman read, from the jail's table and what the gateway
// needs besides. container/seccomp.json is this, as text (`make container-files`).
import {
  type SeccompProfile,
  toProfile,
  undecidedCallsOf,
} from '../../src/sandbox/backends/container/to-seccomp-profile.js';
import { gatewayCalls, gatewayFamilies, gatewayIoctls, widened } from './gateway-calls.js';

export type { ProfileRule, SeccompProfile } from '../../src/sandbox/backends/container/to-seccomp-profile.js';

export const seccompProfilePath = 'container/seccomp.json';

export function toSeccompProfile(): SeccompProfile {
  return toProfile({ widened, groups: gatewayCalls, ioctls: gatewayIoctls, families: gatewayFamilies });
}

/** Of all calls that the jail decides by their arguments, those that nothing above speaks of: must be none. */
export function undecidedCalls(): string[] {
  return undecidedCallsOf(toSeccompProfile());
}

export function renderSeccompProfile(): string {
  return `${JSON.stringify(toSeccompProfile(), null, 2)}\n`;
}
