// The tool write_file.
import { z } from 'zod';
import type { Caller } from '../../core/caller.js';
import type { Change } from '../../services/files/file-change.js';
import type { FilesService } from '../../services/files/files-service.js';
import type { SessionTool } from '../sessions/session-tool.js';
import { changeOutput, describeUndo, toChangeFields } from './describe-change.js';
import { showName } from './file-section.js';
import { pathSchema } from './file-tool.js';

const mostCharacters = 2 * 1024 * 1024;

const input = z.strictObject({
  path: pathSchema,
  content: z.string().max(mostCharacters).describe('All of it, as it is to be.'),
});

export function writeFile(
  files: Pick<FilesService, 'write'>,
  caller: Caller,
): SessionTool<typeof input, Change> {
  return {
    name: 'write_file',
    title: 'Write a file',
    description:
      'Writes a whole file, new or in the place of what is there, in one step. Its folder must be there. To change a part ' +
      'of a file use edit_file. It can be taken back with undo_change.',
    input,
    output: { path: z.string(), created: z.boolean(), size: z.int(), ...changeOutput },
    annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true },
    ask: ({ path, content }) => files.write(caller, path, content),
    tell: (change, { path }) => ({
      message: `${showName(path)} was ${change.created ? 'created' : 'replaced'}, ${change.bytes} bytes.${describeUndo(change)}`,
      fields: { path, created: change.created, size: change.bytes, ...toChangeFields(change) },
    }),
  };
}
