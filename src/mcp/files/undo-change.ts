// The tool undo_change.
import { z } from 'zod';
import type { Caller } from '../../core/caller.js';
import type { Undone } from '../../services/files/file-change.js';
import type { FilesService } from '../../services/files/files-service.js';
import type { SessionTool } from '../sessions/session-tool.js';
import { changeOutput, describeUndo, toChangeFields } from './describe-change.js';
import { describeKept } from './describe-kept.js';

const input = z.strictObject({
  id: z.int().min(1).optional().describe('Of list_changes; the latest change where left out.'),
});

export function undoChange(
  files: Pick<FilesService, 'undo'>,
  caller: Caller,
): SessionTool<typeof input, Undone> {
  return {
    name: 'undo_change',
    title: 'Take a change back',
    description:
      'Takes back one change of list_changes: the file is again what it was before. Refused where somebody has changed it ' +
      'since. It is a change itself, and can be taken back.',
    input,
    output: { undone: z.int(), what: z.string(), ...changeOutput },
    annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false },
    ask: ({ id }) => files.undo(caller, id ?? null),
    tell: (change) => ({
      message: `The change ${change.undone.id} was taken back: it had ${describeKept(change.undone)}.${describeUndo(change)}`,
      fields: { undone: change.undone.id, what: describeKept(change.undone), ...toChangeFields(change) },
    }),
  };
}
