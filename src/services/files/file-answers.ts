// What a file worker answers, each read strictly: the guest's word, whoever wrote its program.
import { z } from 'zod';

const mostText = 8 * 1024 * 1024;
const mostPath = 16 * 1024;

const text = z
  .string()
  .max(mostText)
  .transform((value) => value.toWellFormed());
const path = z
  .string()
  .max(mostPath)
  .transform((value) => value.toWellFormed());
const count = z.int().min(0);
const seconds = z.number();
const base64 = z
  .string()
  .max(mostText)
  .transform((value) => Buffer.from(value, 'base64'));
const sha = z.string().regex(/^[0-9a-f]{64}$/);
const kind = z.enum(['file', 'folder', 'link', 'other', 'protected']);

const searched = { complete: z.boolean(), ignored: count } as const;
const match = z.strictObject({
  path,
  line: count,
  text,
  before: z.array(text).max(20).optional(),
  after: z.array(text).max(20).optional(),
});

export const fileAnswers = {
  readText: z.strictObject({
    data: base64,
    before: base64,
    after: base64,
    encoding: z.enum(['utf-8', 'utf-8-bom', 'utf-16-le', 'utf-16-be', 'unknown']),
    lineEnd: z.enum(['lf', 'crlf', 'mixed', 'none']),
    size: count,
    firstLine: count.nullable(),
    lastLine: count.nullable(),
    lines: count.nullable(),
    truncated: z.boolean(),
  }),
  readMedia: z.strictObject({ data: base64, size: count }),
  describe: z.strictObject({
    kind: z.string().max(40),
    size: count,
    modified: seconds,
    accessed: seconds,
    changed: seconds,
    permissions: z.string().max(8),
    names: count,
    target: path.nullable(),
    isText: z.boolean().nullable(),
  }),
  list: z.strictObject({
    entries: z
      .array(z.strictObject({ name: path, kind, size: count.optional(), modified: seconds.optional() }))
      .max(5_000),
    omitted: count,
  }),
  tree: z.strictObject({
    entries: z.array(z.strictObject({ path, kind, depth: count })).max(4_000),
    ...searched,
  }),
  searchFiles: z.strictObject({
    matches: z.array(z.strictObject({ path, kind })).max(1_000),
    total: count,
    ...searched,
  }),
  searchText: z.strictObject({
    matches: z.array(match).max(1_000),
    ...searched,
    total: count,
    files: count,
    searched: count,
    binary: count,
    tooLarge: count,
    unreadable: count,
  }),
  planEdit: z.strictObject({ before: base64, sha, after: base64, diff: text }),
  snapshot: z.strictObject({ sha: sha.nullable(), data: base64.nullable(), size: count }),
  write: z.strictObject({ sha, size: count, path, lost: z.array(z.string().max(300)).max(1_000) }),
  remove: z.strictObject({}),
  makeFolder: z.strictObject({ made: z.array(path).max(4_096) }),
  removeFolders: z.strictObject({}),
  move: z.strictObject({ identity: z.string().max(64), source: path, target: path }),
  sweep: z.strictObject({}),
} as const;

export type FileTask = keyof typeof fileAnswers;
export type FileAnswerOf<Task extends FileTask> = z.infer<(typeof fileAnswers)[Task]>;

export const refusedAnswer = z.strictObject({
  refused: z.strictObject({
    code: z.string().regex(/^[a-z-]{1,40}$/),
    message: text,
    near: z
      .array(z.strictObject({ line: count, text }))
      .max(20)
      .optional(),
    lines: count.optional(),
  }),
});
