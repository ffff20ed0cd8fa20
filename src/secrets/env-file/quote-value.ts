// A value as it is written in a `.env` file, so that every parser reads the same. The way that most of them understand comes
// first; bash's own reading is not promised. Pure.
import { parseEnvText } from './env-entry.js';

/** null where no way of writing it is read alike everywhere: a carriage return, NUL, or every kind of quote at once. */
export function quoteValue(value: string): string | null {
  const bytes = Buffer.from(value);
  if (/[\r\0]/.test(value) || bytes.toString() !== value) return null;
  const ways = [
    bare(value, /^[A-Za-z0-9_.:/@%+=,~-]+$/),
    ...quoted(value),
    bare(value, /^[^\s'"`#][^\n#]*$/),
  ];
  return ways.find((way) => way !== null && isReadBack(way, value)) ?? null;
}

const bare = (value: string, plain: RegExp): string | null =>
  plain.test(value) && value.trim() === value ? value : null;

function quoted(value: string): readonly (string | null)[] {
  // Behind a backslash some parsers do not take the closing quote for one.
  if (value.endsWith('\\')) return [];
  return [
    value.includes("'") ? null : `'${value}'`,
    // Some parsers replace $NAME and \n between these.
    /["\\$]/.test(value) ? null : `"${value}"`,
    value.includes('`') ? null : `\`${value}\``,
  ];
}

function isReadBack(way: string, value: string): boolean {
  const entries = parseEnvText(Buffer.from(`X=${way}\n`).toString('latin1'));
  return entries.length === 1 && entries[0]?.value === value && entries[0].doubt === null;
}
