// The tool read_multiple_files: one that cannot be read does not keep the others from being read.
import { z } from 'zod';
import type { Caller } from '../../core/caller.js';
import type { Answer } from '../../services/python/answer.js';
import type { FilesService } from '../../services/files/files-service.js';
import type { ReadText } from '../../services/files/read-text.js';
import type { SessionTool } from '../sessions/session-tool.js';
import { showName, toFileSection } from './file-section.js';
import { pathSchema } from './file-tool.js';
import { mostFileBytes } from './text-range.js';

const mostFiles = 50;

const input = z.strictObject({ paths: z.array(pathSchema).min(1).max(mostFiles) });

interface Read {
  readonly path: string;
  readonly answer: Answer<ReadText>;
}

export function readMultipleFiles(
  files: Pick<FilesService, 'readMany'>,
  caller: Caller,
): SessionTool<typeof input, readonly Read[]> {
  return {
    name: 'read_multiple_files',
    title: 'Read several text files',
    description: `Reads up to ${mostFiles} text files at once, ${mostFileBytes} bytes together; each has its own share of that.`,
    input,
    output: {
      files: z.array(
        z.object({
          path: z.string(),
          content: z.string().nullable(),
          size: z.int().nullable(),
          truncated: z.boolean(),
          error: z.string().optional(),
        }),
      ),
    },
    programsWords: ['files'],
    annotations: { readOnlyHint: true },
    ask: async ({ paths }, signal) => {
      const share = Math.floor(mostFileBytes / paths.length);
      const answers = await files.readMany(caller, paths, share, signal);
      return {
        kind: 'done',
        value: answers.map((answer, index) => ({ path: paths[index] ?? '', answer })),
      };
    },
    tell: (read) => ({
      message: describe(read),
      fields: { files: read.map(toField) },
      sections: read.flatMap(({ path, answer }) =>
        answer.kind === 'done' ? toFileSection(showName(path), answer.value.content) : [],
      ),
    }),
  };
}

function describe(read: readonly Read[]): string {
  const refused = read.flatMap(({ path, answer }) =>
    answer.kind === 'refused' ? [`${showName(path)}: ${answer.error.message}`] : [],
  );
  const cut = read.filter(({ answer }) => answer.kind === 'done' && answer.value.truncated).length;
  const more = cut === 0 ? '' : ` ${cut} are longer than is shown: read them by themselves.`;
  const failed = refused.length === 0 ? '' : ` Not read: ${refused.join('; ')}.`;
  return `${read.length - refused.length} of ${read.length} files were read.${more}${failed}`;
}

function toField({ path, answer }: Read): Readonly<Record<string, unknown>> {
  if (answer.kind === 'refused')
    return { path, content: null, size: null, truncated: false, error: answer.error.message };
  const { content, size, truncated } = answer.value;
  return { path, content, size, truncated };
}
