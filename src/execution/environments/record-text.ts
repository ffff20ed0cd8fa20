// The record of an environment as it stands in its file. One that is half right is no record. Checked by hand: `pymcp run` starts without
// the library that the settings are checked with.
import type { EnvironmentPackage, EnvironmentRecord } from '../../core/environment-record.js';
import { maxNameLength, namePattern, parseEnvironmentName } from '../../core/names.js';

/** Of the text of a record; more packages than fit are refused before. */
export const mostRecordBytes = 1024 * 1024;
export const mostPackages = 1000;
export const mostPreload = 100;

type Check = (value: unknown) => boolean;

const matches =
  (pattern: RegExp, most = 1000): Check =>
  (value) =>
    typeof value === 'string' && value.length <= most && pattern.test(value);
const listOf =
  (check: Check, most: number): Check =>
  (value) =>
    Array.isArray(value) && value.length <= most && value.every(check);
/** An object with these fields and no others. */
const fieldsOf =
  (checks: Readonly<Record<string, Check>>): Check =>
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).length === Object.keys(checks).length &&
    Object.entries(checks).every(
      ([name, check]) => Object.hasOwn(value, name) && check((value as Record<string, unknown>)[name]),
    );

const sha256 = matches(/^[0-9a-f]{64}$/);
const line = matches(/^[^\p{Cc}]+$/u);

const isPackage = fieldsOf({
  name: matches(/^[a-z0-9]+(?:-[a-z0-9]+)*$/),
  version: line,
  sha256,
  file: matches(/^[^\p{Cc}/]+$/u),
  kind: (value) => value === 'wheel' || value === 'source',
} satisfies Record<keyof EnvironmentPackage, Check>);

const isRecord = fieldsOf({
  format: (value) => value === 1,
  name: (value) =>
    typeof value === 'string' &&
    value.length <= maxNameLength &&
    namePattern.test(value) &&
    !(value in Object.prototype),
  content: sha256,
  python: matches(/^\/[^\p{Cc}]*$/u),
  pythonVersion: matches(/^\d+\.\d+\.\d+\S*$/),
  preload: listOf(matches(/^[\p{L}\p{Nl}_][\p{L}\p{N}\p{M}_.]*$/u), mostPreload),
  packages: listOf(isPackage, mostPackages),
  index: line,
  created: (value) =>
    matches(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/)(value) &&
    !Number.isNaN(Date.parse(value as string)),
} satisfies Record<keyof EnvironmentRecord, Check>);

type ReadRecord =
  | { readonly kind: 'record'; readonly record: EnvironmentRecord }
  /** Written by a version of this program that knows more. */
  | { readonly kind: 'unknown-format' }
  | { readonly kind: 'malformed' };

/** @throws TypeError where it could not be read again: a mistake of ours */
export function renderRecord(record: EnvironmentRecord): string {
  if (!isRecord(record)) throw new TypeError(`the record of ${record.name} does not fit`);
  return `${JSON.stringify(record, null, 2)}\n`;
}

export function parseRecord(text: string): ReadRecord {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: 'malformed' };
  }
  if (isRecord(value)) {
    const record = value as EnvironmentRecord;
    return { kind: 'record', record: { ...record, name: parseEnvironmentName(record.name) } };
  }
  return { kind: isNewer(value) ? 'unknown-format' : 'malformed' };
}

function isNewer(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('format' in value)) return false;
  return Number.isSafeInteger(value.format) && (value.format as number) >= 2;
}
