// Entries in an Emacs init file: a block of our own between two comments, which adds the server to `mcp-hub-servers` once
// mcp-hub is loaded. What is outside the block is never touched.
import { isDeepStrictEqual } from 'node:util';
import type { Entry, EntryFormat, JsonObject, JsonValue } from '../entry-format.js';
import { malformed, unsafe } from '../file-problem.js';
import { lineEndOf } from '../text-edits.js';
import { quote, readSexp, refuseUnbalanced, type Sexp } from './elisp-reader.js';

interface Block {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const opening = (name: string): string =>
  `;; >>> ${name}: written by pymcp connect, removed by pymcp connect emacs --undo`;
const closing = (name: string): string => `;; <<< ${name}`;

/** Where the value is to be read from the environment when Emacs runs. */
export const fromEnvironment = (variable: string): JsonObject => ({ getenv: variable });

export const elispFormat: EntryFormat = {
  language: 'elisp',
  find: (text, name) => {
    const block = findBlock(text, name);
    return block === null ? null : { server: readServer(block.text) };
  },
  set: (text, name, entry) => {
    const lineEnd = lineEndOf(text);
    const written = renderBlock(name, entry).replaceAll('\n', lineEnd);
    const block = findBlock(text, name);
    if (block !== null) return text.slice(0, block.start) + written + text.slice(block.end);
    refuseOther(text, name);
    const gap = text === '' ? '' : lineEnd + (text.endsWith('\n') ? '' : lineEnd);
    return text + gap + written;
  },
  remove: (text, name) => {
    const block = findBlock(text, name);
    if (block === null) return text;
    const before = text.slice(0, block.start);
    const after = text.slice(block.end);
    // The blank line that `set` put before it.
    return after === '' ? before.replace(/(^|\n)\r?\n$/, '$1') : before + after;
  },
  isEmpty: (text) => text.trim() === '',
};

function findBlock(text: string, name: string): Block | null {
  refuseUnbalanced(text);
  const [start, ...more] = findLines(text, opening(name));
  const [end, ...others] = findLines(text, closing(name));
  const extra = more[0] ?? others[0];
  if (extra !== undefined) throw malformed(text, extra.start, `the block of ${name} stands there twice`);
  if (start === undefined && end === undefined) return null;
  if (start === undefined || end === undefined || end.start < start.start) {
    throw malformed(
      text,
      (start ?? end)?.start ?? 0,
      `the block of ${name} has only one of its two comments`,
    );
  }
  return { start: start.start, end: end.end, text: text.slice(start.end, end.start) };
}

/** With their line ends. */
function findLines(text: string, line: string): { start: number; end: number }[] {
  const pattern = new RegExp(
    `^${line.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\r?(?:\\n|$(?![\\s\\S]))`,
    'gm',
  );
  return [...text.matchAll(pattern)].map(({ 0: found, index }) => ({
    start: index,
    end: index + found.length,
  }));
}

/** A server of this name that the person wrote: Emacs would have two. */
function refuseOther(text: string, name: string): void {
  if (!text.includes('mcp-hub-servers') || !new RegExp(`\\(\\s*"${name}"\\s+\\.`).test(text)) return;
  throw unsafe(
    `mcp-hub-servers has a server ${name} already, which pymcp did not write`,
    'take another name: --name NAME; or remove that one by hand',
  );
}

function renderBlock(name: string, { server }: Entry): string {
  const settings = Object.entries(server).map(([key, value]) => `:${key} ${render(value)}`);
  return [
    opening(name),
    `(with-eval-after-load 'mcp-hub`,
    `  (add-to-list 'mcp-hub-servers`,
    `               (list ${quote(name)} ${settings.join(' ')})))`,
    closing(name),
    '',
  ].join('\n');
}

function render(value: JsonValue): string {
  if (typeof value === 'string') return quote(value);
  if (Array.isArray(value)) return `(list ${value.map((item: JsonValue) => render(item)).join(' ')})`;
  const variable = (value as JsonObject)['getenv'];
  return `(getenv ${quote(typeof variable === 'string' ? variable : '')})`;
}

/** What the block says; an empty object where somebody has rewritten it. */
function readServer(text: string): JsonObject {
  const list = findList(readSexp(text));
  const server: Record<string, JsonValue> = {};
  for (let at = 2; at + 1 < list.length; at += 2) {
    const [key, value] = [list[at], list[at + 1]];
    if (typeof key !== 'object' || Array.isArray(key) || value === undefined) return {};
    server[(key as { symbol: string }).symbol.replace(/^:/, '')] = toValue(value);
  }
  return server;
}

/** The last argument of `add-to-list`. */
function findList(whole: Sexp | null): readonly Sexp[] {
  const added = Array.isArray(whole) ? (whole as readonly Sexp[]).at(-1) : null;
  const list = Array.isArray(added) ? (added as readonly Sexp[]).at(-1) : null;
  return Array.isArray(list) && isDeepStrictEqual(list[0], { symbol: 'list' })
    ? (list as readonly Sexp[])
    : [];
}

function toValue(value: Sexp): JsonValue {
  if (typeof value === 'string') return value;
  if (!Array.isArray(value)) return null;
  const [head, ...rest] = value as readonly Sexp[];
  if (isDeepStrictEqual(head, { symbol: 'getenv' }))
    return fromEnvironment(typeof rest[0] === 'string' ? rest[0] : '');
  return rest.map(toValue);
}
