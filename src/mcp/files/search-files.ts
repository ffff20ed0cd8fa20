// The tool search_files.
import { z } from 'zod';
import type { Caller } from '../../core/caller.js';
import type { FileAnswerOf } from '../../services/files/file-answers.js';
import type { FilesService } from '../../services/files/files-service.js';
import type { SessionTool } from '../sessions/session-tool.js';
import { toFileSection } from './file-section.js';
import { describeWalk, pathSchema, toWalk, walkSchema } from './file-tool.js';

type Found = FileAnswerOf<'searchFiles'>;

const mostResults = 500;

const input = z.strictObject({
  path: pathSchema.optional().describe('Where to search; the workspace where left out.'),
  pattern: z
    .string()
    .min(1)
    .max(1_000)
    .describe('A glob of names (*.py) or of paths (src/**/*.ts), or a part of a name.'),
  ...walkSchema,
});

export function searchFiles(
  files: Pick<FilesService, 'searchFiles'>,
  caller: Caller,
): SessionTool<typeof input, Found> {
  return {
    name: 'search_files',
    title: 'Find files by name',
    description:
      'Finds files and folders by name, below a folder. What .gitignore leaves out is not searched. To find text in files ' +
      'use search_text.',
    input,
    output: {
      matches: z.array(z.object({ path: z.string(), kind: z.string() })),
      total: z.int().describe('Also those that are not listed'),
      complete: z.boolean(),
    },
    programsWords: ['matches'],
    annotations: { readOnlyHint: true },
    ask: (args, signal) =>
      files.searchFiles(
        caller,
        args.path ?? '',
        { ...toWalk(args), pattern: args.pattern, most: mostResults },
        signal,
      ),
    tell: (found, { path = '' }) => {
      const base = path.replace(/\/+$/, '');
      const matches = found.matches.map((one) => ({ ...one, path: join(base, one.path) }));
      const more = found.total > matches.length ? ` The first ${matches.length} are listed.` : '';
      return {
        message: `${found.total} found.${more}${describeWalk(found)}`,
        fields: { matches, total: found.total, complete: found.complete },
        sections: toFileSection('Found', matches.map(({ path: one }) => one).join('\n')),
      };
    },
  };
}

/** As the next call names it. */
export function join(base: string, path: string): string {
  return base === '' || base === '.' ? path : `${base}/${path}`;
}
