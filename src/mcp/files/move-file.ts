// The tool move_file.
import { z } from 'zod';
import type { Caller } from '../../core/caller.js';
import type { Change } from '../../services/files/file-change.js';
import type { FilesService } from '../../services/files/files-service.js';
import type { SessionTool } from '../sessions/session-tool.js';
import { changeOutput, describeUndo, toChangeFields } from './describe-change.js';
import { showName } from './file-section.js';
import { pathSchema } from './file-tool.js';

const input = z.strictObject({ source: pathSchema, destination: pathSchema });

export function moveFile(
  files: Pick<FilesService, 'move'>,
  caller: Caller,
): SessionTool<typeof input, Change> {
  return {
    name: 'move_file',
    title: 'Move or rename a file or folder',
    description:
      'Moves or renames a file or a folder. Nothing is ever replaced: the destination must be free. It can be taken back ' +
      'with undo_change.',
    input,
    output: { source: z.string(), destination: z.string(), ...changeOutput },
    annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false },
    ask: ({ source, destination }) => files.move(caller, source, destination),
    tell: (change, { source, destination }) => ({
      message: `${showName(source)} is now ${showName(destination)}.${describeUndo(change)}`,
      fields: { source, destination, ...toChangeFields(change) },
    }),
  };
}
