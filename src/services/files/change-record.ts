// One change that was made through the service, as it is kept to be taken back. Pure.
import { z } from 'zod';

const path = z.string().max(4096);
const sha = z.string().regex(/^[0-9a-f]{64}$/);
const temporary = z.string().regex(/^\.pymcp-[0-9a-f]{16}$/);

const common = {
  version: z.literal(1),
  /** Milliseconds since 1970. */
  ms: z.number(),
  tool: z.string().max(40),
  /** The change that it takes back; null where it is one of its own. */
  undoes: z.int().nullable(),
  /** Who made it: its temporary file is removed when it has gone. */
  gateway: z.strictObject({ pid: z.int(), start: z.string().max(40) }),
} as const;

export const changeRecord = z.discriminatedUnion('kind', [
  z.strictObject({
    ...common,
    kind: z.literal('write'),
    path,
    /** null where there was nothing. */
    before: sha.nullable(),
    /** Why what was there is not kept; null where it is. */
    notKept: z.string().max(200).nullable(),
    after: sha,
    temporary,
  }),
  z.strictObject({
    ...common,
    kind: z.literal('remove'),
    path,
    before: sha,
    notKept: z.string().max(200).nullable(),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('move'),
    source: path,
    target: path,
    identity: z.string().max(64),
  }),
  /** Several files that were there, changed as one. */
  z.strictObject({
    ...common,
    kind: z.literal('files'),
    notKept: z.string().max(200).nullable(),
    files: z
      .array(z.strictObject({ path, before: sha, bytes: z.int().min(0), after: sha, temporary }))
      .min(1),
  }),
  z.strictObject({ ...common, kind: z.literal('folders'), made: z.array(path).max(64) }),
]);

export type ChangeRecord = z.infer<typeof changeRecord>;

/** What only the kind decides. */
export type NewChange = ChangeRecord extends infer Record
  ? Record extends ChangeRecord
    ? Omit<Record, 'version' | 'ms' | 'gateway'>
    : never
  : never;

export interface KeptChange {
  /** Counts up; the latest is the largest. */
  readonly id: number;
  readonly record: ChangeRecord;
}
