// Where the tables of a TOML document stand in its text (TOML 1.0.0, "Table"). The text is known to be well-formed; smol-toml
// reads the values, this finds the places.
import { parse } from 'smol-toml';

export interface TableSpan {
  /** As [mcp_servers.name] is read; [[list]] has a path too. */
  readonly path: readonly string[];
  readonly isList: boolean;
  /** Of its header's line. */
  readonly start: number;
  /** After the line of its last statement, without the comments and blank lines that follow. */
  readonly end: number;
}

export function listTables(text: string): TableSpan[] {
  const tables: TableSpan[] = [];
  let at = 0;
  while ((at = skipBlank(text, at)) < text.length) {
    const isHeader = text[at] === '[';
    const end = statementEnd(text, at);
    const last = tables.at(-1);
    if (isHeader)
      tables.push({
        ...readHeader(text.slice(at, end)),
        start: lineStart(text, at),
        end: lineEnd(text, end),
      });
    else if (last !== undefined) tables[tables.length - 1] = { ...last, end: lineEnd(text, end) };
    at = end;
  }
  return tables;
}

/** Over white space and comments. */
function skipBlank(text: string, from: number): number {
  return from + (/^(?:\s+|#[^\n]*)*/.exec(text.slice(from))?.[0].length ?? 0);
}

/** A string, or one character that opens, closes or ends something. */
const piece =
  /"""[\s\S]*?(?<!\\)(?:\\\\)*"{3,5}|'''[\s\S]*?'{3,5}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|#[^\n]*|[[\]{}]|\n/g;

/** The end of the statement's last line, before its line end. Brackets may span lines, and so may strings. */
function statementEnd(text: string, from: number): number {
  let depth = 0;
  for (const { 0: found, index } of text.slice(from).matchAll(piece)) {
    if (found === '[' || found === '{') depth += 1;
    else if (found === ']' || found === '}') depth -= 1;
    else if (found === '\n' && depth === 0) return from + index;
  }
  return text.length;
}

function readHeader(line: string): { path: string[]; isList: boolean } {
  const isList = line.startsWith('[[');
  const path: string[] = [];
  let table: unknown = parse(line.trimEnd());
  while (typeof table === 'object' && table !== null) {
    if (Array.isArray(table)) {
      table = table[0] as unknown;
      continue;
    }
    const [entry] = Object.entries(table);
    if (entry === undefined) break;
    path.push(entry[0]);
    table = entry[1];
  }
  return { path, isList };
}

const lineStart = (text: string, at: number): number => text.lastIndexOf('\n', at - 1) + 1;

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end + 1;
}
