// The assignments of a `.env` file, as Node.js (util.parseEnv) and dotenv read them, with their places in the text. Pure. The text
// is a string of bytes (Latin-1), so that what is no UTF-8 stays as it is; values are UTF-8.

export interface EnvEntry {
  readonly name: string;
  readonly value: string;
  /** Of the whole lines, with their end. */
  readonly start: number;
  readonly end: number;
  /** Of the value as it is written, quotes included. */
  readonly valueStart: number;
  readonly valueEnd: number;
  /** Why parsers do not agree about it, as a part of a sentence; null where they do. */
  readonly doubt: string | null;
}

const assignment = /^[ \t]*(?:export[ \t]+)?([A-Za-z0-9_.-]+)[ \t]*=[ \t]*/;
const byteOrderMark = '\u00ef\u00bb\u00bf';
const quotes = '\'"`';

export function parseEnvText(text: string): readonly EnvEntry[] {
  const entries: EnvEntry[] = [];
  let at = text.startsWith(byteOrderMark) ? byteOrderMark.length : 0;
  while (at < text.length) {
    const entry = readEntry(text, at);
    if (entry !== null) entries.push(entry);
    at = entry?.end ?? lineEnd(text, at).next;
  }
  return entries;
}

function readEntry(text: string, start: number): EnvEntry | null {
  const found = text.slice(start, lineEnd(text, start).end).match(assignment);
  if (found === null) return null;
  const valueStart = start + found[0].length;
  const name = found[1] ?? '';
  return readQuoted(text, name, start, valueStart) ?? readBare(text, name, start, valueStart);
}

function readQuoted(text: string, name: string, start: number, valueStart: number): EnvEntry | null {
  const quote = text.charAt(valueStart);
  if (quote === '' || !quotes.includes(quote)) return null;
  const close = text.indexOf(quote, valueStart + 1);
  if (close === -1) return null;
  const { end, next } = lineEnd(text, close);
  const raw = text.slice(valueStart + 1, close);
  const rest = text.slice(close + 1, end);
  return {
    name,
    value: decode(quote === '"' ? raw.replaceAll('\\n', '\n') : raw),
    start,
    end: next,
    valueStart,
    valueEnd: close + 1,
    doubt: doubtQuoted(raw, rest),
  };
}

function doubtQuoted(raw: string, rest: string): string | null {
  if (raw.endsWith('\\')) return 'has a backslash before a quote';
  return /^[ \t]*(?:#.*)?$/s.test(rest) ? null : 'has something behind its closing quote';
}

function readBare(text: string, name: string, start: number, valueStart: number): EnvEntry {
  const { end, next } = lineEnd(text, valueStart);
  const line = text.slice(valueStart, end);
  const raw = (line.split('#', 1)[0] ?? '').trimEnd();
  const isQuote = raw !== '' && quotes.includes(raw.charAt(0));
  const doubt = isQuote
    ? 'has a quote that is not closed'
    : raw.includes('\r')
      ? 'has a carriage return'
      : null;
  return { name, value: decode(raw), start, end: next, valueStart, valueEnd: valueStart + raw.length, doubt };
}

/** Where the line ends without and with its end. */
function lineEnd(text: string, from: number): { readonly end: number; readonly next: number } {
  const newline = text.indexOf('\n', from);
  if (newline === -1) return { end: text.length, next: text.length };
  return { end: text.charAt(newline - 1) === '\r' ? newline - 1 : newline, next: newline + 1 };
}

const decode = (raw: string): string => Buffer.from(raw, 'latin1').toString('utf8').replaceAll('\r\n', '\n');
