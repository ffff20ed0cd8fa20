// Why a record could not be written, and what to do about it, for a person.
import { PymcpError } from '../core/errors.js';
import { messageOf } from '../core/message-of.js';
import { hasCode } from '../host/errno.js';
import { UnsafeFileError } from '../host/unsafe-file-error.js';

export function toNotWritten(error: unknown, folder: string): PymcpError {
  if (error instanceof PymcpError) return error;
  const message = messageOf(error);
  return new PymcpError(
    'audit.not-written',
    `the audit log cannot be written, and nothing runs that is not recorded: ${message}`,
    toHint(error, folder),
    { cause: error },
  );
}

function toHint(error: unknown, folder: string): string {
  const place = JSON.stringify(folder);
  if (error instanceof UnsafeFileError) return `${error.fix}; \`pymcp audit verify\` says what is there`;
  if (['ENOSPC', 'EDQUOT'].some((code) => hasCode(error, code))) return `make room on the disk of ${place}`;
  if (['EROFS', 'EACCES', 'EPERM'].some((code) => hasCode(error, code)))
    return `let this user write to ${place}, or set XDG_STATE_HOME to another folder`;
  return `check the folder ${place} and its disk, then try again`;
}
