// The tool directory_tree.
import { z } from 'zod';
import type { Caller } from '../../core/caller.js';
import type { FileAnswerOf } from '../../services/files/file-answers.js';
import type { FilesService } from '../../services/files/files-service.js';
import type { SessionTool } from '../sessions/session-tool.js';
import { showName, toFileSection } from './file-section.js';
import { describeWalk, pathSchema, toWalk, walkSchema } from './file-tool.js';

type Tree = FileAnswerOf<'tree'>;

const input = z.strictObject({ path: pathSchema, ...walkSchema });

export function directoryTree(
  files: Pick<FilesService, 'tree'>,
  caller: Caller,
): SessionTool<typeof input, Tree> {
  return {
    name: 'directory_tree',
    title: 'Show a folder and what is below it',
    description:
      'All files and folders below a folder, as a tree, up to 4,000 entries. What .gitignore leaves out is not there.',
    input,
    output: {
      tree: z.string().describe('One entry a line, indented by depth; a folder ends with /'),
      entries: z.int(),
      complete: z.boolean(),
    },
    programsWords: ['tree'],
    annotations: { readOnlyHint: true },
    ask: (args, signal) => files.tree(caller, args.path, toWalk(args), signal),
    tell: (found, { path }) => {
      const tree = found.entries.map(toLine).join('\n');
      return {
        message: `${found.entries.length} entries below ${showName(path === '' ? '.' : path)}.${describeWalk(found)}`,
        fields: { tree, entries: found.entries.length, complete: found.complete },
        sections: toFileSection('The tree', tree),
      };
    },
  };
}

function toLine({ path, kind, depth }: Tree['entries'][number]): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const shown = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(name) ? JSON.stringify(name) : name;
  const mark = kind === 'folder' ? '/' : kind === 'link' ? ' (link)' : kind === 'other' ? ' (no file)' : '';
  return `${'  '.repeat(depth)}${shown}${mark}`;
}
