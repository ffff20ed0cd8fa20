// What goes into and comes out of the control channel of a sandbox, as types.
import type { ExecutionRequest } from '../../core/execution-request.js';
import type { Greeting, Result } from './guest-message.js';

export type ChannelEvent =
  | Greeting
  | Result
  | { readonly type: 'closed' }
  /** Bytes that are no message, or one that was not asked for: from then on nothing is read. */
  | { readonly type: 'violation'; readonly reason: string };

/** A program and what is put beside it. */
export type Handover = Omit<ExecutionRequest, 'environment' | 'origin'>;
