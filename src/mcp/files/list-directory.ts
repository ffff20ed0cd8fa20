// The tools list_directory and list_directory_with_sizes.
import { z } from 'zod';
import type { Caller } from '../../core/caller.js';
import type { FileAnswerOf } from '../../services/files/file-answers.js';
import type { FilesService } from '../../services/files/files-service.js';
import type { SessionTool } from '../sessions/session-tool.js';
import { showName, toFileSection } from './file-section.js';
import { pathSchema } from './file-tool.js';

type Listing = FileAnswerOf<'list'>;
type Entry = Listing['entries'][number];

const input = z.strictObject({ path: pathSchema });
const sortedInput = input.extend({
  sortBy: z.enum(['name', 'size']).optional().describe('name where left out; size: the largest first'),
});

const kinds = z.enum(['file', 'folder', 'link', 'other', 'protected']);
const entry = z.object({ name: z.string(), kind: kinds });
const annotations = { readOnlyHint: true } as const;

export function listDirectory(
  files: Pick<FilesService, 'list'>,
  caller: Caller,
): SessionTool<typeof input, Listing> {
  return {
    name: 'list_directory',
    title: 'List a folder',
    description:
      'What is in a folder: files, folders, links, and what is protected: secrets that are there and not shown.',
    input,
    output: { entries: z.array(entry), omitted: z.int() },
    programsWords: ['entries'],
    annotations,
    ask: ({ path }) => files.list(caller, 'list_directory', path, false),
    tell: ({ entries, omitted }, { path }) => ({
      message: describe(path, entries, omitted),
      fields: { entries, omitted },
      sections: toFileSection('Entries', entries.map((one) => toLine(one)).join('\n')),
    }),
  };
}

export function listDirectoryWithSizes(
  files: Pick<FilesService, 'list'>,
  caller: Caller,
): SessionTool<typeof sortedInput, Listing> {
  return {
    name: 'list_directory_with_sizes',
    title: 'List a folder with sizes',
    description: 'As list_directory, with the sizes of files and when they were last changed.',
    input: sortedInput,
    output: {
      entries: z.array(entry.extend({ size: z.int().optional(), modified: z.string().optional() })),
      omitted: z.int(),
      total_size: z.int(),
    },
    programsWords: ['entries'],
    annotations,
    ask: ({ path }) => files.list(caller, 'list_directory_with_sizes', path, true),
    tell: ({ entries, omitted }, { path, sortBy }) => {
      const sorted =
        sortBy === 'size' ? [...entries].sort((one, other) => (other.size ?? 0) - (one.size ?? 0)) : entries;
      const total = entries.reduce((sum, { size = 0 }) => sum + size, 0);
      return {
        message: `${describe(path, entries, omitted)} The files have ${total} bytes together.`,
        fields: { entries: sorted.map(toDated), omitted, total_size: total },
        sections: toFileSection('Entries', sorted.map(toLine).join('\n')),
      };
    },
  };
}

function toDated({ name, kind, size, modified }: Entry): Readonly<Record<string, unknown>> {
  return {
    name,
    kind,
    ...(size === undefined ? {} : { size }),
    ...(modified === undefined ? {} : { modified: toTime(modified) }),
  };
}

/** A file system can have times that no date has. */
export function toTime(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? String(seconds) : date.toISOString();
}

function toLine({ name, kind, size }: Entry): string {
  const mark = {
    file: '[FILE]',
    folder: '[DIR]',
    link: '[LINK]',
    other: '[OTHER]',
    protected: '[PROTECTED]',
  };
  // One line each: a name may hold a line break.
  const shown = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(name) ? JSON.stringify(name) : name;
  return `${mark[kind]} ${shown}${size === undefined ? '' : ` ${size} bytes`}`;
}

function describe(path: string, { length }: readonly Entry[], omitted: number): string {
  const more = omitted === 0 ? '' : ` ${omitted} more are not listed.`;
  return `${length} entries in ${showName(path === '' ? '.' : path)}.${more}`;
}
