// Where a source file names promises in its comments, and what it says there. Pure.

export interface NamedPromise {
  readonly id: string;
  /** The sentence that follows the id, or in which it stands. */
  readonly words: string;
}

/** @param ids of the promises that are looked for */
export function readNamedPromises(path: string, text: string, ids: readonly string[]): NamedPromise[] {
  const lines = path.endsWith('.py') ? toComments(text.split('\n')) : text.split('\n');
  return lines.flatMap((line, index) => {
    const comment = commentOf(line);
    if (comment === null) return [];
    const named = ids.filter((id) => isNamedIn(comment, id));
    if (named.length === 0) return [];
    const words = readSentence(comment, lines.slice(index + 1), named);
    return named.map((id) => ({ id, words }));
  });
}

/** A document string is a comment, too. */
function toComments(lines: readonly string[]): string[] {
  let isInside = false;
  return lines.map((line) => {
    const [before = '', ...rest] = line.split('"""');
    const wasInside = isInside;
    if (rest.length % 2 === 1) isInside = !isInside;
    if (rest.length === 0) return wasInside ? `# ${line.trim()}` : line;
    return wasInside ? `# ${before.trim()}` : `# ${rest[0] ?? ''}`;
  });
}

/** What stands behind the mark of a comment. */
function commentOf(line: string): string | null {
  const [, words] = line.match(/(?:^|\s)(?:\/\/|\/\*\*|#|\*)\s+(.*)$/) ?? [];
  return words?.replace(/\s*\*\/\s*$/, '') ?? null;
}

export function isNamedIn(words: string, id: string): boolean {
  return new RegExp(`(?<![\\w.-])${id.replaceAll('.', '\\.')}(?![\\w-])`).test(words);
}

function readSentence(comment: string, following: readonly string[], named: readonly string[]): string {
  let words = comment.replace(opening, '');
  for (const line of following) {
    const more = commentOf(line);
    if (isOver(words) || more === null || more === '' || !/^\s*(?:\/\/|\*|#)/.test(line)) break;
    words += ` ${more}`;
  }
  const sentence = (words.match(/^.*?[^.]\.(?=\s|$)/)?.[0] ?? words).replace(/\s@(?:throws|param).*$/, '');
  const bare = named.reduce((text, id) => text.replace(` (${id})`, ''), sentence).replace(/[.:;,]$/, '');
  return named.some((id) => bare === id) ? '' : bare.trim();
}

/** `jail.once: `, `limit.memory limit.cpu: `, `limit.memory (watched): `. */
const opening = /^(?:[a-z]+\.[a-z]+,? ?)+(?: ?\([a-z]+\))?:\s+/;

const isOver = (words: string): boolean => /\.(?:\s|$)/.test(words);
