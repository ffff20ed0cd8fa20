// The names on a line of Python, as far as its words show them, and where each begins. Pure.

export interface NameOnLine {
  readonly name: string;
  /** From 1, in UTF-16 units. */
  readonly column: number;
}

const mostNames = 6;
const mostCharacters = 1_000;
const keyword =
  /^(?:False|None|True|and|as|assert|async|await|break|class|continue|def|del|elif|else|except|finally|for|from|global|if|import|in|is|lambda|nonlocal|not|or|pass|raise|return|try|while|with|yield)$/;
const text = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/g;
const identifier = /(?<![\p{L}\p{N}_])[\p{L}_][\p{L}\p{N}_]*/gu;

/** Each once, in their order; what stands in texts and comments is none. */
export function namesOn(line: string): readonly NameOnLine[] {
  const code = line
    .slice(0, mostCharacters)
    .replaceAll(text, (quoted) => ' '.repeat(quoted.length))
    .replace(/#.*$/, '');
  const found = new Map<string, NameOnLine>();
  for (const { 0: name, index } of code.matchAll(identifier))
    if (!keyword.test(name) && !found.has(name)) found.set(name, { name, column: index + 1 });
  return [...found.values()].slice(0, mostNames);
}
