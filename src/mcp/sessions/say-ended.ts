// Sessions that were closed without being asked for: whoever used them must know.
import type { EndedSession } from '../../core/session.js';

/** A sentence for each, to stand behind others; empty where there is none. */
export function sayEnded(ended: readonly EndedSession[]): string {
  return ended.map(({ id, reason }) => ` The session ${id} is gone: ${reason}.`).join('');
}
