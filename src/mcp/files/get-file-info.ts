// The tool get_file_info.
import { z } from 'zod';
import type { Caller } from '../../core/caller.js';
import type { FileAnswerOf } from '../../services/files/file-answers.js';
import type { FilesService } from '../../services/files/files-service.js';
import { mimeTypeOf } from '../mime-type-of.js';
import type { SessionTool } from '../sessions/session-tool.js';
import { showName } from './file-section.js';
import { pathSchema } from './file-tool.js';
import { toTime } from './list-directory.js';

type Info = FileAnswerOf<'describe'>;

const input = z.strictObject({ path: pathSchema });

export function getFileInfo(
  files: Pick<FilesService, 'describe'>,
  caller: Caller,
): SessionTool<typeof input, Info> {
  return {
    name: 'get_file_info',
    title: 'What a file or folder is',
    description: 'Kind, size, times and permissions of a file, a folder or a link; a link is not followed.',
    input,
    output: {
      path: z.string(),
      kind: z.string(),
      size: z.int(),
      modified: z.string(),
      accessed: z.string(),
      changed: z.string(),
      permissions: z.string(),
      names: z.int().describe('More than 1: it has hard links'),
      link_target: z.string().nullable(),
      is_text: z.boolean().nullable(),
      mime_type: z.string(),
    },
    programsWords: ['link_target'],
    annotations: { readOnlyHint: true },
    ask: ({ path }) => files.describe(caller, path),
    tell: (info, { path }) => {
      const { kind, size, permissions, names, target, isText } = info;
      const leads = target === null ? '' : ` It leads to ${showName(target)}.`;
      return {
        message: `${showName(path)} is a ${kind} of ${size} bytes, mode ${permissions}, changed ${toTime(info.modified)}.${leads}`,
        fields: {
          ...{ path, kind, size, permissions, names, link_target: target, is_text: isText },
          ...{
            modified: toTime(info.modified),
            accessed: toTime(info.accessed),
            changed: toTime(info.changed),
          },
          mime_type: mimeTypeOf(path),
        },
      };
    },
  };
}
