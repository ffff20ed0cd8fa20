// Writes a change of several files as one: all new contents lie beside their files before the first takes its place, and where a
// step fails those that have taken theirs are put back. Each file is at any moment the old or the new one, never a part.
import { PymcpError } from '../../../core/errors.js';
import { messageOf } from '../../../core/message-of.js';
import { toShownPath } from '../../../core/shown-path.js';
import type { StagedFile } from '../../../host/walked-folder.js';
import type { SourceFolder } from '../files/source-folder.js';
import type { ChangedFile } from './changed-file.js';

/** @throws PymcpError `code.not-written` with everything as it was */
export function writeChanges(folder: SourceFolder, changes: readonly ChangedFile[]): void {
  const staged: { readonly change: ChangedFile; readonly file: StagedFile }[] = [];
  const placed: ChangedFile[] = [];
  try {
    for (const change of changes) staged.push({ change, file: folder.stage(change) });
    for (const { change, file } of staged) {
      folder.refuseIfChanged(change);
      file.place();
      placed.push(change);
    }
  } catch (error) {
    const stuck = placed.filter(
      ({ path, before, after }) => !putBack(folder, { path, before: after, after: before }),
    );
    if (stuck.length === 0 && error instanceof PymcpError) throw error;
    throw new PymcpError(
      'code.not-written',
      stuck.length === 0
        ? `nothing was changed: ${toShownPath(messageOf(error))}`
        : `only a part was changed, and could not be put back: ${stuck.map(({ path }) => path).join(', ')}`,
      'check the rights of the files and the room on the disk',
    );
  } finally {
    for (const { file } of staged) file.discard();
  }
}

function putBack(folder: SourceFolder, change: ChangedFile): boolean {
  try {
    const file = folder.stage(change);
    file.place();
    file.discard();
    return true;
  } catch {
    return false;
  }
}
