// The tool create_directory.
import { z } from 'zod';
import type { Caller } from '../../core/caller.js';
import type { Change } from '../../services/files/file-change.js';
import type { FilesService } from '../../services/files/files-service.js';
import type { SessionTool } from '../sessions/session-tool.js';
import { changeOutput, describeUndo, toChangeFields } from './describe-change.js';
import { showName } from './file-section.js';
import { pathSchema } from './file-tool.js';

const input = z.strictObject({ path: pathSchema });

export function createDirectory(
  files: Pick<FilesService, 'makeFolder'>,
  caller: Caller,
): SessionTool<typeof input, Change> {
  return {
    name: 'create_directory',
    title: 'Make a folder',
    description:
      'Makes a folder, and those above it that are missing. One that is there already is no error.',
    input,
    output: { path: z.string(), created: z.boolean(), ...changeOutput },
    annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true },
    ask: ({ path }) => files.makeFolder(caller, path),
    tell: (change, { path }) => ({
      message: `${showName(path)} ${change.created ? 'was made' : 'was there already'}.${describeUndo(change)}`,
      fields: { path, created: change.created, ...toChangeFields(change) },
    }),
  };
}
