// The tool edit_file.
import { z } from 'zod';
import type { Caller } from '../../core/caller.js';
import type { PlannedEdit } from '../../services/files/file-change.js';
import type { FilesService } from '../../services/files/files-service.js';
import type { SessionTool } from '../sessions/session-tool.js';
import { changeOutput, describeUndo, toChangeFields } from './describe-change.js';
import { showName, toFileSection } from './file-section.js';
import { pathSchema } from './file-tool.js';

const mostCharacters = 512 * 1024;

const input = z.strictObject({
  path: pathSchema,
  edits: z
    .array(
      z.strictObject({
        oldText: z.string().max(mostCharacters).describe('What is there, once: give whole lines around it.'),
        newText: z.string().max(mostCharacters).describe('What is to be there instead.'),
      }),
    )
    .min(1)
    .max(100)
    .describe('One after the other; all of them or none.'),
  dryRun: z.boolean().optional().describe('Show the difference and change nothing; false where left out.'),
});

export function editFile(
  files: Pick<FilesService, 'edit'>,
  caller: Caller,
): SessionTool<typeof input, PlannedEdit> {
  return {
    name: 'edit_file',
    title: 'Edit a file',
    description:
      'Replaces parts of a text file and returns the difference. oldText must be there exactly once; lines that differ in ' +
      'their blanks alone are found too. Encoding and line ends stay as they are. Where it does not match, the nearest lines ' +
      'are told, with their numbers. It can be taken back with undo_change.',
    input,
    output: { path: z.string(), dry_run: z.boolean(), diff: z.string(), ...changeOutput },
    programsWords: ['diff'],
    annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false },
    ask: ({ path, edits, dryRun = false }) => files.edit(caller, path, edits, dryRun ? 'plan' : 'apply'),
    tell: (change, { path, dryRun = false }) => ({
      message: dryRun
        ? `${showName(path)} would be changed so; nothing was written.`
        : `${showName(path)} was changed.${describeUndo(change)}`,
      fields: { path, dry_run: dryRun, diff: change.diff, ...toChangeFields(change) },
      sections: toFileSection('The difference', change.diff),
    }),
  };
}
