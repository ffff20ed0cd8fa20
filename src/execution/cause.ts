// What ended an execution first. Stored once; everything after it is a consequence.
import type { LimitName } from '../core/isolation.js';
import type { ChannelEvent } from '../sandbox/channel/channel-event.js';

/** Why the host ended a run, or what the guest said first. */
export type Cause =
  | { readonly kind: 'answer'; readonly event: ChannelEvent }
  | { readonly kind: 'limit'; readonly limit: LimitName }
  | { readonly kind: 'cancelled' };
