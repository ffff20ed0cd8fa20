// What a question has found to change, written as one change by the files service: in its jail, where the kernel holds the boundary,
// written down, and kept to be taken back.
import type { Origin } from '../../../core/execution-journal.js';
import type { Change } from '../../files/file-change.js';
import type { FilesService } from '../../files/files-service.js';
import type { ChangedFile } from './changed-file.js';

/** Without an id where nothing offers to take it back. */
export type MadeChange = Pick<Change, 'changeId' | 'notKept' | 'createdProtected'>;

/** All files or none. @throws PymcpError `files.changed`, `files.refused`, `files.failed` */
export type WriteChanges = (changes: readonly ChangedFile[]) => Promise<MadeChange>;

export interface ChangedBy {
  readonly files: Pick<FilesService, 'replaceAll'>;
  /** Whether a client has the tools to take a change back. */
  readonly undo: 'offered' | 'not-offered';
}

export function toWriter(by: ChangedBy, origin: Origin): WriteChanges {
  return async (changes) => {
    const answer = await by.files.replaceAll(origin, changes.map(toReplacement));
    if (answer.kind === 'refused') throw answer.error;
    const { createdProtected, changeId, notKept } = answer.value;
    return by.undo === 'offered'
      ? { createdProtected, changeId, notKept }
      : { createdProtected, changeId: null, notKept: null };
  };
}

function toReplacement({ path, before, after }: ChangedFile): {
  path: string;
  before: Buffer;
  after: Buffer;
} {
  return { path, before: Buffer.from(before), after: Buffer.from(after) };
}
