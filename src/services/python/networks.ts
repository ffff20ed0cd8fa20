// net.none: what callers may be given of a network: what the gateway was told to grant, or less.
import { PymcpError } from '../../core/errors.js';
import type { NetworkGrant } from '../../core/network.js';

export interface Networks {
  /**
   * null: no network.
   * @param wanted hosts, presets and rules; all that is granted where it is left out
   * @throws PymcpError `egress.rule-invalid`, `egress.not-granted` where it asks for more
   */
  grant(wanted?: readonly unknown[]): NetworkGrant | null;
}

/** Of a gateway that grants none. */
export const noNetworks: Networks = {
  grant(wanted = []) {
    if (wanted.length === 0) return null;
    throw new PymcpError(
      'egress.not-granted',
      'this gateway grants no network',
      'leave network out; whoever runs the gateway can grant hosts with --allow or network.allow',
    );
  },
};
