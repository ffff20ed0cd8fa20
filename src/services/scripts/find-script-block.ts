// The block of metadata in a program's own text: "inline script metadata" (PEP 723). What counts as one is what the regular expression of
// its specification says; it is found line by line, since that expression takes time that grows with the square of the text.

/** Whether a text may have one: a single look through it, so that a program without one pays nothing. */
export function mayHaveBlock(code: string): boolean {
  return code.includes('# /// script');
}

export type FoundBlock =
  | { readonly kind: 'none' }
  /** TOML, without the marks of the comment. */
  | { readonly kind: 'found'; readonly text: string; readonly line: number }
  | { readonly kind: 'twice'; readonly line: number }
  /** With a character that some take for the end of a line, and others do not. */
  | { readonly kind: 'odd'; readonly line: number };

const start = /^# \/\/\/ ([a-zA-Z0-9-]+)$/;
const end = '# ///';
// What str.splitlines of Python parts besides the newline.
const otherLineEnds: readonly string[] = [0x0b, 0x0c, 0x1c, 0x1d, 0x1e, 0x85, 0x2028, 0x2029].map((code) =>
  String.fromCharCode(code),
);

/** Lines are counted from 1. One that is not closed is none, as the specification has it. */
export function findScriptBlock(code: string): FoundBlock {
  // As Python reads a file of text.
  const lines = code.replace(/\r\n?/g, '\n').split('\n');
  let found: FoundBlock = { kind: 'none' };
  for (let at = 0; at < lines.length;) {
    const runEnd = endOfComment(lines, at);
    // The last mark of the end in the comment is the one that counts.
    const last = lastIndexBetween(lines, at, runEnd);
    for (; at < last - 1; at += 1) {
      const type = (lines[at] ?? '').match(start)?.[1];
      if (type === undefined) continue;
      if (type === 'script') {
        if (found.kind !== 'none') return { kind: 'twice', line: at + 1 };
        found = toFound(lines.slice(at + 1, last), at + 1);
      }
      break;
    }
    at = Math.max(runEnd, at + 1);
  }
  return found;
}

function toFound(lines: readonly string[], line: number): FoundBlock {
  if (lines.some((text) => otherLineEnds.some((one) => text.includes(one)))) return { kind: 'odd', line };
  return { kind: 'found', line, text: lines.map((text) => `${text.replace(/^# ?/, '')}\n`).join('') };
}

const isComment = (line: string): boolean => line === '#' || line.startsWith('# ');

/** The first line from there on that is no comment. */
function endOfComment(lines: readonly string[], from: number): number {
  let at = from;
  while (at < lines.length && isComment(lines[at] ?? '')) at += 1;
  return at;
}

/** -1 where none is there. */
function lastIndexBetween(lines: readonly string[], from: number, to: number): number {
  for (let at = to - 1; at >= from; at -= 1) if (lines[at] === end) return at;
  return -1;
}
