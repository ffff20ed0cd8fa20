// Why several files are not changed, or a change is not taken back. Pure.
import { PymcpError } from '../../core/errors.js';

export function changedSince(path: string): PymcpError {
  return new PymcpError(
    'files.changed',
    `${JSON.stringify(path)} is not as the change left it`,
    'read it, and write what it should be instead',
  );
}

export function changedMeanwhile(path: string): PymcpError {
  return new PymcpError(
    'files.changed',
    `${JSON.stringify(path)} has changed since it was looked at, or is not UTF-8`,
    'ask again, and leave the files alone meanwhile',
  );
}

export function noSuchChange(id: number | null): PymcpError {
  return new PymcpError(
    'files.nothing-to-undo',
    id === null ? 'no change is kept' : `there is no change ${id}`,
    'list_changes shows those that are kept',
  );
}

export function keptForGood(id: number, why: string): PymcpError {
  return new PymcpError(
    'files.nothing-to-undo',
    `the change ${id} cannot be taken back: ${why}`,
    'restore the file from elsewhere',
  );
}

export function partlyChanged(stuck: readonly string[], changeId: number | null): PymcpError {
  const kept = changeId === null ? '' : `; what was there is kept as the change ${changeId}`;
  return new PymcpError(
    'files.failed',
    `only a part was changed, and could not be put back: ${stuck.map((path) => JSON.stringify(path)).join(', ')}`,
    `check the rights of the files and the room on the disk${kept}`,
  );
}
