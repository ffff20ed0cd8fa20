// Entries in JSON settings, with comments or without: `{"mcpServers": {"pymcp": {…}}}`, under whatever key the client has.
import { isDeepStrictEqual } from 'node:util';
import { getNodeValue } from 'jsonc-parser';
import type { Entry, EntryFormat, JsonObject, JsonValue } from '../entry-format.js';
import { malformed, unsafe } from '../file-problem.js';
import { toPlainObject } from '../plain-value.js';
import { applyEdits, type TextEdit } from '../text-edits.js';
import {
  findProperty,
  keyOf,
  type Node,
  type Pairs,
  parseJsonObject,
  toPairs,
  valueOf,
} from './json-document.js';
import { insertMember, removeMember } from './json-members.js';
import { renderJson, styleOf } from './json-style.js';
import { listComments } from './json-trivia.js';

interface Keys {
  readonly servers: string;
  /** The list of what the client asks its person for. */
  readonly inputs?: string;
}

export function jsonFormat(keys: Keys): EntryFormat {
  const find = (text: string, name: string): Entry | null => {
    const server = valueOf(findServer(text, keys, name));
    if (server === null) return null;
    const input = findInput(text, keys, name);
    return {
      server: toPlainObject(getNodeValue(server) as object),
      ...(input === null ? {} : { input: toPlainObject(getNodeValue(input) as object) }),
    };
  };
  const remove = (text: string, name: string): string => {
    const withoutServer = takeOut(
      text,
      findContainer(text, keys.servers, 'object'),
      findServer(text, keys, name),
    );
    const inputs = keys.inputs === undefined ? null : findContainer(withoutServer, keys.inputs, 'array');
    return checked(text, takeOut(withoutServer, inputs, findInput(withoutServer, keys, name)), keys, name);
  };
  const set = (text: string, name: string, entry: Entry): string => {
    const found = valueOf(findServer(text, keys, name));
    const withServer =
      found === null
        ? addTo(
            text,
            keys.servers,
            'object',
            (write) => `${JSON.stringify(name)}:${write.gap}${write.value(entry.server)}`,
          )
        : replaceValue(text, found, entry.server);
    return checked(text, setInput(withServer, keys, name, entry.input), keys, name);
  };
  return { language: 'json', find, set, remove, isEmpty: (text) => isEmpty(text, keys) };
}

/** The id of the prompt that belongs to a server. */
export const inputIdOf = (name: string): string => `${name}_token`;

function setInput(text: string, keys: Keys, name: string, input: JsonObject | undefined): string {
  if (keys.inputs === undefined) return text;
  const found = findInput(text, keys, name);
  if (input === undefined) return takeOut(text, findContainer(text, keys.inputs, 'array'), found);
  if (found !== null) return replaceValue(text, found, input);
  return addTo(text, keys.inputs, 'array', (write) => write.value(input));
}

interface Writer {
  /** Between a key and its value. */
  readonly gap: string;
  readonly value: (value: JsonValue) => string;
}

/** Adds a member to the container of this key, and the container, and the root, where they are missing. */
function addTo(
  text: string,
  key: string,
  type: 'object' | 'array',
  render: (write: Writer) => string,
): string {
  const root = parseJsonObject(text);
  const style = styleOf(text, root);
  if (root === null) {
    const gap = text === '' || text.endsWith('\n') ? '' : style.lineEnd;
    return addTo(`${text}${gap}{}${style.lineEnd}`, key, type, render);
  }
  const container = findContainer(text, key, type);
  if (container === null) {
    const empty = type === 'object' ? '{}' : '[]';
    const gap = style.isCompact ? '' : ' ';
    const edits = insertMember(text, root, style, () => `${JSON.stringify(key)}:${gap}${empty}`);
    return addTo(applyEdits(text, edits), key, type, render);
  }
  return applyEdits(
    text,
    insertMember(text, container, style, (indentation) =>
      render({
        gap: style.isCompact ? '' : ' ',
        value: (value) => renderJson(value, style, indentation),
      }),
    ),
  );
}

function replaceValue(text: string, node: Node, value: JsonValue): string {
  const style = styleOf(text, parseJsonObject(text));
  const indentation = /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', node.offset) + 1))?.[0] ?? '';
  return applyEdits(text, [
    { offset: node.offset, length: node.length, content: renderJson(value, style, indentation) },
  ]);
}

function takeOut(text: string, container: Node | null, member: Node | null): string {
  const edits: TextEdit[] =
    container === null || member === null ? [] : removeMember(text, container, member);
  return applyEdits(text, edits);
}

function findServer(text: string, keys: Keys, name: string): Node | null {
  const servers = findContainer(text, keys.servers, 'object');
  return servers === null ? null : findProperty(text, servers, name);
}

function findInput(text: string, { inputs }: Keys, name: string): Node | null {
  if (inputs === undefined) return null;
  const list = findContainer(text, inputs, 'array');
  const hasId = (item: Node): boolean =>
    item.type === 'object' && valueOf(findProperty(text, item, 'id'))?.value === inputIdOf(name);
  return (list?.children ?? []).find(hasId) ?? null;
}

function findContainer(text: string, key: string, type: 'object' | 'array'): Node | null {
  const root = parseJsonObject(text);
  const container = root === null ? null : valueOf(findProperty(text, root, key));
  if (container !== null && container.type !== type)
    throw malformed(text, container.offset, `${JSON.stringify(key)} is no ${type}`);
  return container;
}

/** All but our entry is as before, comments too, and a client that takes JSON alone can still read it; else nothing is written. */
function checked(before: string, after: string, keys: Keys, name: string): string {
  const isKept = isDeepStrictEqual(foreignPart(before, keys, name), foreignPart(after, keys, name));
  if (isKept && (isStrict(after) || !isStrict(before))) return after;
  throw unsafe(
    'the entry cannot be edited here without touching what is not ours',
    'edit the file by hand; --dry-run --json shows the entry',
  );
}

/** JSON without comments and trailing commas. An empty file becomes such a one. */
function isStrict(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return text.trim() === '';
  }
}

function foreignPart(text: string, keys: Keys, name: string): unknown {
  const root = parseJsonObject(text);
  const ours = [findServer(text, keys, name), findInput(text, keys, name)].filter((node) => node !== null);
  const comments = listComments(
    text,
    ours.map(({ offset, length }) => ({ start: offset, end: offset + length })),
  );
  if (root === null) return { comments, members: [] };
  const members = (toPairs(root) as Pairs).map(([key, value]) => {
    if (key === keys.servers) return [key, (value as Pairs).filter(([server]) => server !== name)] as const;
    if (key !== keys.inputs) return [key, value] as const;
    const { items } = value as { items: readonly unknown[] };
    return [key, items.filter((item) => !isInputPairs(item, name))] as const;
  });
  const isOwnAndEmpty = ([key, value]: readonly [unknown, unknown]): boolean =>
    (key === keys.servers || key === keys.inputs) && (value as readonly unknown[]).length === 0;
  return { comments, members: members.filter((member) => !isOwnAndEmpty(member)) };
}

function isInputPairs(item: unknown, name: string): boolean {
  return (
    Array.isArray(item) && (item as Pairs).some(([key, value]) => key === 'id' && value === inputIdOf(name))
  );
}

function isEmpty(text: string, keys: Keys): boolean {
  if (listComments(text, []).length > 0) return false;
  const members = parseJsonObject(text)?.children ?? [];
  return members.every((member) => {
    const isOurKind = keyOf(member) === keys.servers || keyOf(member) === keys.inputs;
    return isOurKind && (valueOf(member)?.children ?? []).length === 0;
  });
}
