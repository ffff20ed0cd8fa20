// What went wrong, in one line of a table.
import { messageOf as wholeMessageOf } from '#pymcp/core/message-of.js';

export function messageOf(error: unknown): string {
  return wholeMessageOf(error).trim().replaceAll(/\s+/g, ' ').slice(0, 300);
}
