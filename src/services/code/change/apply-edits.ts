// Edits of the language server to a new text. Its word for what stands at a place is not taken: each edit must replace exactly
// the name that is renamed, and no two may overlap, or nothing is changed. Pure.
import type { LspPosition, LspRange } from '../server/replies.js';

export interface TextEdit {
  readonly range: LspRange;
  readonly newText: string;
}

/** The new text; null where an edit does not replace `old` by `fresh`. Line ends stay as they are. */
export function applyEdits(
  text: string,
  edits: readonly TextEdit[],
  old: string,
  fresh: string,
): string | null {
  const starts = startsOf(text);
  const places = edits
    .map(({ range, newText }) => ({
      from: offsetOf(starts, text, range.start),
      to: offsetOf(starts, text, range.end),
      newText,
    }))
    .sort((one, other) => one.from - other.from);
  let at = 0;
  const parts: string[] = [];
  for (const { from, to, newText } of places) {
    if (from < at || newText !== fresh || text.slice(from, to) !== old) return null;
    parts.push(text.slice(at, from), newText);
    at = to;
  }
  return [...parts, text.slice(at)].join('');
}

/** Where each line begins. */
export function startsOf(text: string): readonly number[] {
  const starts = [0];
  for (const end of text.matchAll(/\r\n|\n|\r/g)) starts.push(end.index + end[0].length);
  return starts;
}

export function offsetOf(starts: readonly number[], text: string, { line, character }: LspPosition): number {
  const start = starts[line];
  return start === undefined ? -1 : Math.min(start + character, text.length);
}
