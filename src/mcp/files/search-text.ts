// The tool search_text.
import { z } from 'zod';
import type { Caller } from '../../core/caller.js';
import type { SecretRedactor } from '../../core/secret-redactor.js';
import type { FileAnswerOf } from '../../services/files/file-answers.js';
import type { FilesService } from '../../services/files/files-service.js';
import type { SessionTool } from '../sessions/session-tool.js';
import { toFileSection } from './file-section.js';
import { describeWalk, includeSchema, pathSchema, toWalk, walkSchema } from './file-tool.js';
import { join } from './search-files.js';

type Found = FileAnswerOf<'searchText'>;

const ordinaryResults = 100;
const mostResults = 500;
const mostLineCharacters = 300;
const mostCharacters = 60_000;

const input = z.strictObject({
  pattern: z.string().min(1).max(2_000).describe('Text, or a Python regular expression with regex.'),
  path: pathSchema.optional().describe('Where to search; the workspace where left out.'),
  regex: z.boolean().optional().describe('false where left out'),
  ignoreCase: z.boolean().optional().describe('false where left out'),
  includePatterns: includeSchema,
  ...walkSchema,
  context: z.int().min(0).max(5).optional().describe('Lines around each match; 0 where left out.'),
  maxResults: z.int().min(1).max(mostResults).optional().describe(`${ordinaryResults} where left out`),
});

export function searchText(
  files: Pick<FilesService, 'searchText' | 'redactor'>,
  caller: Caller,
): SessionTool<typeof input, Found> {
  return {
    name: 'search_text',
    title: 'Find text in files',
    description:
      'Finds lines with a text or a regular expression in the files below a folder, each line once, with its number. What ' +
      '.gitignore leaves out, files that are no text and those of more than 8 MB are not searched.',
    input,
    output: {
      matches: z.array(z.object({ path: z.string(), line: z.int(), text: z.string() }).loose()),
      total: z.int().describe('Lines that match, also those that are not listed'),
      files: z.int().describe('With a match'),
      searched: z.int(),
      complete: z.boolean(),
    },
    programsWords: ['matches'],
    annotations: { readOnlyHint: true },
    ask: (args, signal) =>
      files.searchText(
        caller,
        args.path ?? '',
        {
          ...toWalk(args),
          pattern: args.pattern,
          isRegex: args.regex ?? false,
          ignoreCase: args.ignoreCase ?? false,
          included: args.includePatterns ?? [],
          most: args.maxResults ?? ordinaryResults,
          around: args.context ?? 0,
        },
        signal,
      ),
    tell: (found, { path = '' }) => {
      const base = path.replace(/\/+$/, '');
      const matches = keepWithin(found.matches.map((one) => toShown(one, base, files.redactor)));
      const more = found.total > matches.length ? ` The first ${matches.length} are listed.` : '';
      const { total, files: count, searched, complete } = found;
      return {
        message: `${total} lines in ${count} of ${searched} files.${more}${describeSkipped(found)}${describeWalk(found)}`,
        fields: { matches, total, files: count, searched, complete },
        sections: toFileSection('Found', matches.flatMap(toLines).join('\n')),
      };
    },
  };
}

type Match = Found['matches'][number];

/** secret.unlogged: masked before it is cut, since half of a secret is nothing that a redactor would know. */
function toShown(match: Match, base: string, redactor: SecretRedactor): Match {
  const cut = (text: string): string => {
    const masked = redactor.redactText(text);
    return masked.length <= mostLineCharacters ? masked : `${masked.slice(0, mostLineCharacters)}…`;
  };
  const { path, line, text, before, after } = match;
  return {
    path: join(base, path),
    line,
    text: cut(text),
    ...(before === undefined ? {} : { before: before.map(cut) }),
    ...(after === undefined ? {} : { after: after.map(cut) }),
  };
}

function keepWithin(matches: readonly Match[]): readonly Match[] {
  let characters = 0;
  return matches.filter((match) => {
    characters += toLines(match).join('\n').length;
    return characters <= mostCharacters;
  });
}

function toLines({ path, line, text, before = [], after = [] }: Match): string[] {
  return [
    ...before.map((one, index) => `${path}-${line - before.length + index}- ${one}`),
    `${path}:${line}: ${text}`,
    ...after.map((one, index) => `${path}-${line + 1 + index}- ${one}`),
  ];
}

function describeSkipped({ binary, tooLarge, unreadable }: Found): string {
  const skipped = [
    ...(binary === 0 ? [] : [`${binary} no text`]),
    ...(tooLarge === 0 ? [] : [`${tooLarge} too large`]),
    ...(unreadable === 0 ? [] : [`${unreadable} protected or not readable`]),
  ];
  return skipped.length === 0 ? '' : ` Not searched: ${skipped.join(', ')}.`;
}
