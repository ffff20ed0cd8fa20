// What SQLite or the system says when a memory cannot be used, as an error of ours with what helps. Pure.
import { dirname } from 'node:path';
import { PymcpError } from '../../core/errors.js';
import { isCode } from './damage-codes.js';

interface Place {
  readonly folder: string;
  /** That the file may have. */
  readonly databaseBytes: number;
}

/** Of SQLITE_READONLY and what belongs to it; libsql has no name for some (https://sqlite.org/rescode.html#readonly_directory). */
const readOnly = 8;
/** libsql has it in its words alone: SQLITE_CANTOPEN. */
const cannotOpen = /^ConnectionFailed\(.*: 14"\)$/s;
const closedCodes = [
  'SQLITE_READONLY',
  'SQLITE_CANTOPEN',
  'SQLITE_PERM',
  'EACCES',
  'EPERM',
  'EROFS',
] as const;
const fullCodes = ['SQLITE_FULL', 'ENOSPC', 'EDQUOT'] as const;

export function explainFailure(cause: Error, place: Place): PymcpError {
  if (fullCodes.some((code) => isCode(cause, code))) return full(place, cause);
  return isClosed(cause) ? closed(place, cause) : failed(place, cause);
}

type Damage = { readonly cause: Error } &
  // Another process has moved it already.
  ({ readonly at: 'gone' } | { readonly at: 'whole' } | { readonly at: 'aside'; readonly aside: string });

export function toDamaged(damage: Damage): PymcpError {
  const [what, hint] = describeDamage(damage);
  return new PymcpError('memory.damaged', what, hint, { cause: damage.cause });
}

function describeDamage(damage: Damage): readonly [string, string] {
  const why = damage.cause.message;
  const restore = 'get back what can be read with sqlite3 .recover, or pymcp memory import an export';
  switch (damage.at) {
    case 'aside':
      return [
        `the memory is damaged (${why}); it was moved to ${damage.aside}, and nothing of it was deleted`,
        `the next call begins an empty memory; ${restore}`,
      ];
    case 'gone':
      return [
        `the memory was damaged (${why}), and another process has moved it aside`,
        `the next call begins an empty memory; ${restore}`,
      ];
    case 'whole':
      return [
        `the memory seemed to be damaged (${why}), and is whole now that all of it was checked`,
        'ask again; where it comes back, check the disk',
      ];
  }
}

function isClosed(error: Error): boolean {
  const raw = 'rawCode' in error ? Number(error.rawCode) & 0xff : 0;
  return (
    raw === readOnly || cannotOpen.test(error.message) || closedCodes.some((code) => isCode(error, code))
  );
}

function full({ databaseBytes }: Place, cause: Error): PymcpError {
  return new PymcpError(
    'memory.full',
    `nothing was stored: the disk is full, or the file of the memory would be larger than ${databaseBytes} bytes, the most`,
    'make space on the disk, or delete what is no longer needed; pymcp memory export keeps a copy',
    { cause },
  );
}

function closed({ folder }: Place, cause: Error): PymcpError {
  return new PymcpError(
    'memory.failed',
    `the memory cannot be used: this user may not read and write in ${JSON.stringify(folder)}`,
    // What is missing may be a right in a folder above it, all of which are ours.
    `chmod -R u+rwX ${JSON.stringify(dirname(dirname(folder)))}; where its disk is read-only, set XDG_STATE_HOME to a folder that is not`,
    { cause },
  );
}

function failed({ folder }: Place, cause: Error): PymcpError {
  return new PymcpError(
    'memory.failed',
    `the memory cannot be read or written: ${cause.message}`,
    `check the disk of ${JSON.stringify(folder)}, and try again`,
    { cause },
  );
}
