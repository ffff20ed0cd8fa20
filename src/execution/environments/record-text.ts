// The record of an environment as it stands in its file. One that is half right is no record.
import { z } from 'zod';
import type { EnvironmentRecord } from '../../core/environment-record.js';
import { maxNameLength, namePattern, parseEnvironmentName } from '../../core/names.js';

/** Of the text of a record; more packages than fit are refused before. */
export const mostRecordBytes = 1024 * 1024;
export const mostPackages = 1000;
export const mostPreload = 100;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const line = z
  .string()
  .min(1)
  .max(1000)
  .regex(/^[^\p{Cc}]*$/u);

const packageSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/),
  version: line,
  sha256,
  file: line.refine((name) => !name.includes('/')),
  kind: z.enum(['wheel', 'source']),
});

const recordSchema = z.strictObject({
  format: z.literal(1),
  name: z
    .string()
    .max(maxNameLength)
    .regex(namePattern)
    .refine((name) => !(name in Object.prototype)),
  content: sha256,
  python: line.startsWith('/'),
  pythonVersion: z.string().regex(/^\d+\.\d+\.\d+\S*$/),
  preload: z.array(z.string().regex(/^[\p{L}\p{Nl}_][\p{L}\p{N}\p{M}_.]*$/u)).max(mostPreload),
  packages: z.array(packageSchema).max(mostPackages),
  index: line,
  created: z.iso.datetime(),
});

type ReadRecord =
  | { readonly kind: 'record'; readonly record: EnvironmentRecord }
  /** Written by a version of this program that knows more. */
  | { readonly kind: 'unknown-format' }
  | { readonly kind: 'malformed' };

export function renderRecord(record: EnvironmentRecord): string {
  return `${JSON.stringify(recordSchema.parse(record), null, 2)}\n`;
}

export function parseRecord(text: string): ReadRecord {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: 'malformed' };
  }
  const parsed = recordSchema.safeParse(value);
  if (parsed.success)
    return { kind: 'record', record: { ...parsed.data, name: parseEnvironmentName(parsed.data.name) } };
  const format = z.looseObject({ format: z.int().min(2) }).safeParse(value);
  return { kind: format.success ? 'unknown-format' : 'malformed' };
}
