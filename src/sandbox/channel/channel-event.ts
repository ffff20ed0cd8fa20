// What is known of a guest by its control channel.
import type { Greeting, Result } from './guest-message.js';

export type ChannelEvent =
  | Greeting
  | Result
  | { readonly type: 'closed' }
  /** Bytes that are no message, or one that was not asked for: from then on nothing is read. */
  | { readonly type: 'violation'; readonly reason: string };
