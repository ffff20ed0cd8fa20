// The tool read_text_file.
import { z } from 'zod';
import type { Caller } from '../../core/caller.js';
import type { FilesService } from '../../services/files/files-service.js';
import type { ReadText } from '../../services/files/read-text.js';
import type { SessionTool } from '../sessions/session-tool.js';
import { describeText } from './describe-text.js';
import { showName, toFileSection } from './file-section.js';
import { pathSchema } from './file-tool.js';
import { mostFileBytes, rangeSchema, toRange } from './text-range.js';

const input = z.strictObject({ path: pathSchema, ...rangeSchema });

export function readTextFile(
  files: Pick<FilesService, 'readText'>,
  caller: Caller,
): SessionTool<typeof input, ReadText> {
  return {
    name: 'read_text_file',
    title: 'Read a text file',
    description:
      `Reads a text file of the workspace, all of it or some lines, ${mostFileBytes} bytes at once. Secrets that are known are ` +
      'masked. What is no text is refused: see read_media_file.',
    input,
    output: {
      path: z.string(),
      content: z.string(),
      first_line: z.int().nullable(),
      last_line: z.int().nullable(),
      lines: z.int().nullable().describe('Of the whole file; null: not counted'),
      size: z.int().describe('Bytes of the whole file'),
      truncated: z.boolean().describe('More was asked for than fits'),
      encoding: z.string(),
      line_end: z.enum(['lf', 'crlf', 'mixed', 'none']),
      masked: z.boolean().describe('A secret in it is masked'),
    },
    programsWords: ['content'],
    annotations: { readOnlyHint: true },
    ask: async (args, signal) => files.readText(caller, args.path, toRange(args), signal),
    tell: (read) => ({
      message: describeText(read),
      fields: toFields(read),
      sections: toFileSection(showName(read.path), read.content),
    }),
  };
}

function toFields(read: ReadText): Readonly<Record<string, unknown>> {
  const { path, content, firstLine, lastLine, lines, size, truncated, encoding, lineEnd, masked } = read;
  return {
    ...{ path, content, lines, size, truncated, encoding, masked },
    ...{ first_line: firstLine, last_line: lastLine, line_end: lineEnd },
  };
}
