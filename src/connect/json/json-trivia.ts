// What stands between the values of a JSON text with comments. The text is known to be well-formed.

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The first offset from `from` on that is neither white space nor in a comment. */
export function skipTrivia(text: string, from: number): number {
  let at = from;
  for (;;) {
    at += /^\s*/.exec(text.slice(at, at + 1000))?.[0].length ?? 0;
    const end = commentEnd(text, at);
    if (end !== null) at = end;
    else if (!/\s/.test(text[at] ?? '')) return at;
  }
}

/** The end of the comment that begins here; null where none does. A line comment ends before its line does. */
export function commentEnd(text: string, at: number): number | null {
  if (text.startsWith('/*', at)) return text.indexOf('*/', at) + 2;
  if (!text.startsWith('//', at)) return null;
  const length = text.slice(at).search(/[\r\n]/);
  return length === -1 ? text.length : at + length;
}

/** The text of every comment that is in none of the spans. */
export function listComments(text: string, except: readonly Span[]): string[] {
  const comments: string[] = [];
  const next = /"(?:[^"\\]|\\.)*"|\/\/[^\r\n]*|\/\*[\s\S]*?\*\//g;
  for (const { 0: found, index } of text.matchAll(next)) {
    const isInside = except.some(({ start, end }) => index >= start && index < end);
    if (!found.startsWith('"') && !isInside) comments.push(found);
  }
  return comments;
}
