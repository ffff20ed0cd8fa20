// How a JSON text is written, and values written the same way.
import type { JsonValue } from '../entry-format.js';
import { indentationAt, lineEndOf, startsLine } from '../text-edits.js';
import type { Node } from './json-document.js';

export interface JsonStyle {
  readonly lineEnd: '\r\n' | '\n';
  /** One level. */
  readonly indent: string;
  /** Everything on one line. */
  readonly isCompact: boolean;
}

const longestList = 90;

export function styleOf(text: string, root: Node | null): JsonStyle {
  const first = root?.children?.[0];
  const isCompact =
    first !== undefined &&
    !text.slice(root?.offset, (root?.offset ?? 0) + (root?.length ?? 0)).includes('\n');
  return { lineEnd: lineEndOf(text), indent: indentOf(text, root, first), isCompact };
}

function indentOf(text: string, root: Node | null, first: Node | undefined): string {
  if (root === null || first === undefined || !startsLine(text, first.offset)) return '  ';
  const indent = indentationAt(text, first.offset).slice(indentationAt(text, root.offset).length);
  return indent === '' ? '  ' : indent;
}

/** @param indentation of the line that it begins in */
export function renderJson(value: JsonValue, style: JsonStyle, indentation: string): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (style.isCompact) return JSON.stringify(value);
  if (isList(value)) return renderList(value, style, indentation);
  const inner = indentation + style.indent;
  const members = Object.entries(value).map(
    ([key, member]) => `${JSON.stringify(key)}: ${renderJson(member, style, inner)}`,
  );
  return wrap('{', members, '}', style, indentation);
}

/** On one line where it is short and flat. */
function renderList(list: readonly JsonValue[], style: JsonStyle, indentation: string): string {
  const items = list.map((item) => renderJson(item, style, indentation + style.indent));
  const line = `[${items.join(', ')}]`;
  const isFlat = list.every((item) => typeof item !== 'object' || item === null);
  return isFlat && line.length <= longestList ? line : wrap('[', items, ']', style, indentation);
}

function wrap(
  open: string,
  parts: readonly string[],
  close: string,
  style: JsonStyle,
  indentation: string,
): string {
  if (parts.length === 0) return open + close;
  const before = style.lineEnd + indentation + style.indent;
  return `${open}${parts.map((part) => before + part).join(',')}${style.lineEnd}${indentation}${close}`;
}

const isList = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value);
