// fail.closed: what a standalone backend cannot show to a sandbox is refused before anything is set up.
import type { BackendName } from '../../../core/backend-names.js';
import { PymcpError } from '../../../core/errors.js';

/** @param words the thing, how to do without it, and the backends that can show it */
export function notShown(
  backend: BackendName,
  words: { readonly what: string; readonly without: string; readonly others: string },
): PymcpError {
  return new PymcpError(
    'jail.layer-failed',
    `${words.what} cannot be shown to a sandbox of the backend ${backend}; nothing was run`,
    `${words.without}, or use the backend ${words.others} (docs/backends/${backend}.md)`,
  );
}
