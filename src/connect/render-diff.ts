// A change of a text as lines with - and +, as diff -u shows it, for a person who has to say yes or no to it.

interface Shown {
  readonly sign: ' ' | '-' | '+';
  readonly line: string;
}

/** Few: the neighbours of our entry may hold a secret. */
const contextLines = 2;
const longestLine = 200;
/** Above that, the changed middle is shown as a whole: its lines are compared each with each. */
const mostCompared = 500;

/** @param colours whether to colour it for a terminal */
export function renderDiff(before: string, after: string, colours: boolean): string {
  const lines = compare(toLines(before), toLines(after));
  const near = (index: number): boolean =>
    lines.slice(Math.max(0, index - contextLines), index + contextLines + 1).some(({ sign }) => sign !== ' ');
  const shown: string[] = [];
  lines.forEach((line, index) => {
    if (near(index)) shown.push(render(line, colours));
    else if (near(index + 1) && shown.length > 0) shown.push('  …');
  });
  return shown.map((line) => `${line}\n`).join('');
}

function compare(before: readonly string[], after: readonly string[]): Shown[] {
  let start = 0;
  while (start < Math.min(before.length, after.length) && before[start] === after[start]) start += 1;
  let end = 0;
  const most = Math.min(before.length, after.length) - start;
  while (end < most && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  const same = (line: string): Shown => ({ sign: ' ', line });
  return [
    ...before.slice(0, start).map(same),
    ...compareMiddle(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...before.slice(before.length - end).map(same),
  ];
}

/** By the longest common subsequence. */
function compareMiddle(before: readonly string[], after: readonly string[]): Shown[] {
  const gone = (line: string): Shown => ({ sign: '-', line });
  const come = (line: string): Shown => ({ sign: '+', line });
  if (Math.max(before.length, after.length) > mostCompared) return [...before.map(gone), ...after.map(come)];
  const common = countCommon(before, after);
  const lines: Shown[] = [];
  let [one, other] = [0, 0];
  while (one < before.length || other < after.length) {
    const [old, now] = [before[one], after[other]];
    if (old !== undefined && old === now) {
      lines.push({ sign: ' ', line: old });
      one += 1;
      other += 1;
    } else if (old !== undefined && at(common, one + 1, other) >= at(common, one, other + 1)) {
      lines.push(gone(old));
      one += 1;
    } else if (now !== undefined) {
      lines.push(come(now));
      other += 1;
    } else if (old !== undefined) {
      lines.push(gone(old));
      one += 1;
    }
  }
  return lines;
}

/** How many lines are common from each pair of lines on; -1 past the end of `after`, so that nothing is taken there. */
function countCommon(before: readonly string[], after: readonly string[]): number[][] {
  const counts = before.map(() => after.map(() => 0));
  for (let one = before.length - 1; one >= 0; one -= 1) {
    for (let other = after.length - 1; other >= 0; other -= 1) {
      const row = counts[one];
      if (row === undefined) continue;
      row[other] =
        before[one] === after[other]
          ? at(counts, one + 1, other + 1) + 1
          : Math.max(at(counts, one + 1, other), at(counts, one, other + 1));
    }
  }
  return counts;
}

const at = (counts: readonly (readonly number[])[], one: number, other: number): number =>
  counts[one]?.[other] ?? 0;

function toLines(text: string): string[] {
  const lines = text.split('\n').map((line) => line.replace(/\r$/, ''));
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

function render({ sign, line }: Shown, colours: boolean): string {
  const text = `${sign} ${toShown(line)}`;
  if (!colours || sign === ' ') return text;
  return `\x1b[${sign === '+' ? 32 : 31}m${text}\x1b[0m`;
}

/** Nothing in somebody's file moves our cursor or turns our text. */
function toShown(line: string): string {
  const short =
    line.length > longestLine ? `${line.slice(0, longestLine)}… (${line.length} characters)` : line;
  return short.replace(
    /(?!\t)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}
