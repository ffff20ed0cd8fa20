// What one service brings to a server: an endpoint (`/mcp/NAME`), a scope of tokens, and its tools, prompts and resources.
import type { Caller } from '../core/caller.js';
import type { Change, StopWatching } from '../core/change.js';
import type { Offer } from './offer.js';

export interface McpService {
  /** Of its endpoint and of its scope. */
  readonly name: string;
  /** For the model, in a sentence or two: what it is for. */
  readonly instructions: string;
  /**
   * What this caller gets.
   * @param hurry resolves when the client waits for no more than what is known
   */
  readonly offer: (caller: Caller, hurry: Promise<void>) => Promise<Offer>;
  /** Tells what changes for this caller, and nothing of others; several changes of one thing in a short time as one. */
  readonly watchChanges: (caller: Caller, onChange: (change: Change) => void) => StopWatching;
  /**
   * A client subscribes to a resource: of one that is not looked at otherwise changes are found from now on. Where it is left out, the
   * service hears of all changes anyway. @returns null where there are too many already
   */
  readonly attend?: (uri: string) => StopWatching | null;
  /** Of a caller that has gone: nothing of it stays. */
  readonly closeCaller: (caller: Caller) => Promise<void>;
}
