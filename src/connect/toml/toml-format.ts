// Entries in TOML settings: `[mcp_servers.pymcp]`. Our tables are cut out of the text and put into it as lines; everything
// else keeps its bytes, and both texts are parsed to prove that it keeps its meaning.
import { isDeepStrictEqual } from 'node:util';
import { parse, stringify, TomlError, type TomlTable } from 'smol-toml';
import type { Entry, EntryFormat } from '../entry-format.js';
import { malformed, unsafe } from '../file-problem.js';
import { toPlainObject } from '../plain-value.js';
import { lineEndOf } from '../text-edits.js';
import { listTables, type TableSpan } from './toml-tables.js';

/** @param key of the table that has the servers */
export function tomlFormat(key: string): EntryFormat {
  return {
    language: 'toml',
    find: (text, name) => {
      const server = findServer(readToml(text), key, name);
      return server === null ? null : { server: toPlainObject(server) };
    },
    set: (text, name, entry) => set(text, key, name, entry),
    remove: (text, name) => remove(text, key, name),
    isEmpty: (text) => text.trim() === '',
  };
}

function set(text: string, key: string, name: string, { server }: Entry): string {
  const lineEnd = lineEndOf(text);
  const block =
    stringify({ [key]: { [name]: server } })
      .trimEnd()
      .replaceAll('\n', lineEnd) + lineEnd;
  const [first, ...rest] = findSpans(text, key, name);
  if (first !== undefined) {
    const without = cutAll(text, rest);
    return checked(text, without.slice(0, first.start) + block + without.slice(first.end), key, name);
  }
  const gap = text === '' ? '' : lineEnd + (text.endsWith('\n') ? '' : lineEnd);
  return checked(text, text + gap + block, key, name);
}

function remove(text: string, key: string, name: string): string {
  if (findServer(readToml(text), key, name) === null) return text;
  const spans = findSpans(text, key, name);
  return checked(
    text,
    cutAll(
      text,
      spans.map((span) => withBlankLine(text, span)),
    ),
    key,
    name,
  );
}

/** The blank line before a table goes with it where there is another one after it, or nothing. */
function withBlankLine(text: string, span: TableSpan): TableSpan {
  const before = /\r?\n$/.exec(text.slice(0, span.start));
  const isBlank = before !== null && (before.index === 0 || text[before.index - 1] === '\n');
  const endsThere = /^(?:\r?\n|$)/.test(text.slice(span.end, span.end + 2));
  return isBlank && endsThere ? { ...span, start: before.index } : span;
}

function cutAll(text: string, spans: readonly TableSpan[]): string {
  return [...spans]
    .sort((one, other) => other.start - one.start)
    .reduce((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), text);
}

/** The table and those below it. @throws PymcpError where the server is written in another way */
function findSpans(text: string, key: string, name: string): TableSpan[] {
  const isThere = findServer(readToml(text), key, name) !== null;
  const spans = listTables(text).filter(({ path }) => path[0] === key && path[1] === name);
  if (isThere === spans.some(({ isList }) => !isList)) return spans;
  throw unsafe(
    `${key}.${name} is written as an inline table or with dotted keys`,
    `write it as a table, [${key}.${name}], or remove it by hand, then connect again`,
  );
}

/** All but our table is as before. */
function checked(before: string, after: string, key: string, name: string): string {
  const [old, changed] = [readToml(before), readAgain(after, key)];
  if (isDeepStrictEqual(foreignPart(old, key, name), foreignPart(changed, key, name))) return after;
  throw notSpliceable(key);
}

function readAgain(text: string, key: string): TomlTable {
  try {
    return readToml(text);
  } catch {
    throw notSpliceable(key);
  }
}

const notSpliceable = (key: string): Error =>
  unsafe(
    `${key} is written so that no table can be added to it or taken out of it safely`,
    `write its servers as tables, [${key}.NAME], then connect again`,
  );

/** Without our table, and without the table of servers where it would be empty. Order means nothing here. */
function foreignPart(document: TomlTable, key: string, name: string): unknown {
  const servers = tableOf(document, key);
  if (servers === null) return toPlainObject(document);
  const others = Object.entries(servers).filter(([server]) => server !== name);
  const members = Object.entries(document).filter(([member]) => member !== key);
  return toPlainObject({
    ...Object.fromEntries(members),
    ...(others.length === 0 ? {} : { [key]: Object.fromEntries(others) }),
  });
}

function findServer(document: TomlTable, key: string, name: string): TomlTable | null {
  const servers = tableOf(document, key);
  return servers === null ? null : tableOf(servers, name);
}

function tableOf(table: TomlTable, key: string): TomlTable | null {
  const value = Object.hasOwn(table, key) ? table[key] : undefined;
  const isTable = typeof value === 'object' && !Array.isArray(value) && !(value instanceof Date);
  return isTable ? value : null;
}

function readToml(text: string): TomlTable {
  try {
    return parse(text, { integersAsBigInt: true });
  } catch (error) {
    if (error instanceof TomlError) {
      const lines = text.split('\n').slice(0, error.line - 1);
      const offset = lines.reduce((sum, line) => sum + line.length + 1, 0) + error.column - 1;
      const [what = ''] = error.message.replace('Invalid TOML document: ', '').split('\n');
      throw malformed(text, offset, `this is no TOML (${what})`);
    }
    if (error instanceof RangeError) throw malformed(text, 0, 'it is nested too deeply');
    throw error;
  }
}
