// Why the text of a settings file cannot be edited, as errors that say where.
import { PymcpError } from '../core/errors.js';

const untouched = 'mend the file, or move it away; it was not changed';

/** @param offset into `text` */
export function malformed(text: string, offset: number, what: string): PymcpError {
  const before = text.slice(0, offset).split('\n');
  const column = (before.at(-1)?.length ?? 0) + 1;
  return new PymcpError(
    'client.file-malformed',
    `line ${before.length}, column ${column}: ${what}`,
    untouched,
  );
}

/** What is written in a way that no edit can be made in without touching what is not ours. */
export function unsafe(what: string, hint: string): PymcpError {
  return new PymcpError('client.edit-unsafe', what, hint);
}
