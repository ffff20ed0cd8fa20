// Where a name stands in a text as a whole word. Pure, and quick: it is asked of all files of a workspace at each question.

export interface NamePosition {
  readonly line: number;
  readonly column: number;
}

const wordEnd = /[\p{L}\p{N}_]$/u;
const wordStart = /^[\p{L}\p{N}_]/u;

/** Lines and columns from 1, in order. Lines end as Python's do: with \n, \r or both. */
export function scanName(text: string, name: string): readonly NamePosition[] {
  if (name === '') return [];
  const found: NamePosition[] = [];
  let [line, lineStart, counted] = [1, 0, 0];
  for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + name.length)) {
    if (!isWhole(text, at, at + name.length)) continue;
    for (let end = nextLineEnd(text, counted); end !== -1 && end <= at; end = nextLineEnd(text, counted)) {
      line += 1;
      lineStart = counted = end;
    }
    found.push({ line, column: at - lineStart + 1 });
  }
  return found;
}

/** Where the line after the one begins that `from` lies in; -1 where there is none. */
function nextLineEnd(text: string, from: number): number {
  const feed = text.indexOf('\n', from);
  const end = feed === -1 ? text.length : feed;
  // A search for what is nowhere would go through the whole text each time.
  const back = text.slice(from, end).indexOf('\r');
  if (back === -1) return feed === -1 ? -1 : feed + 1;
  return from + back + 1 === feed ? feed + 1 : from + back + 1;
}

/** Two UTF-16 units, for letters that take two. */
function isWhole(text: string, from: number, to: number): boolean {
  return !wordEnd.test(text.slice(Math.max(0, from - 2), from)) && !wordStart.test(text.slice(to, to + 2));
}
