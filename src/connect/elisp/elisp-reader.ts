// As much of the syntax of Emacs Lisp as it takes to tell whether an init file is whole, and to read back what we wrote
// (Emacs Lisp reference manual, "Printed Representation and Read Syntax"). Nothing is evaluated.
import { malformed } from '../file-problem.js';

export type Sexp = string | { readonly symbol: string } | readonly Sexp[];

/**
 * Comment, string, character, escaped character, mark, or a run of anything else; a lone quote begins a string that does not
 * end. `?(` is a character where a token may begin, and `?\C-\M-(` is one too.
 */
const token =
  /;[^\n]*|"(?:[^"\\]|\\[\s\S])*"|(?<=^|[\s('`,[@])\?(?:\\(?:(?:[CMSAHs]-|\^)\\?)*[\s\S]|[\s\S])|\\[\s\S]|[()[\]'`,@#]|[^\s()";\\[\]'`,@#]+|"/g;

/** @throws PymcpError `client.file-malformed` where a parenthesis or a string is not closed, or is too much */
export function refuseUnbalanced(text: string): void {
  const open: number[] = [];
  for (const { 0: found, index } of text.matchAll(token)) {
    if (found === '"') throw malformed(text, index, 'a string begins here and does not end');
    if (found === '(') open.push(index);
    if (found === ')' && open.pop() === undefined)
      throw malformed(text, index, 'nothing is open that this closes');
  }
  const unclosed = open.pop();
  if (unclosed !== undefined) throw malformed(text, unclosed, 'this parenthesis is never closed');
}

/** What we wrote ourselves: lists, strings and symbols. */
export function readSexp(text: string): Sexp | null {
  const stack: Sexp[][] = [[]];
  for (const { 0: found } of text.matchAll(token)) {
    if (found.startsWith(';')) continue;
    if (found === '(') stack.push([]);
    else if (found === ')') {
      const list = stack.pop();
      if (list === undefined || stack.length === 0) return null;
      stack.at(-1)?.push(list);
    } else if (found.startsWith('"')) stack.at(-1)?.push(unquote(found));
    else stack.at(-1)?.push({ symbol: found });
  }
  return stack[0]?.[0] ?? null;
}

/** A string as the reader takes it back: only quote and backslash mean anything in it, and control characters are shown. */
export function quote(text: string): string {
  const escaped = text.replace(/["\\]/g, '\\$&');
  // Six digits, so that no letter that follows is taken as one more.
  return `"${escaped.replace(/\p{Cc}/gu, (character) => `\\U${(character.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}`)}"`;
}

function unquote(literal: string): string {
  return literal
    .slice(1, -1)
    .replace(/\\U([0-9a-f]{8})|\\([\s\S])/g, (_, code?: string, plain?: string) =>
      code === undefined ? (plain ?? '') : String.fromCodePoint(Number.parseInt(code, 16)),
    );
}
