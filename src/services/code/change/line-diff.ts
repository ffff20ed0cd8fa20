// What differs between two texts, by lines, as diff -u shows it. Pure.

interface Step {
  readonly mark: ' ' | '-' | '+';
  readonly line: string;
}

/** Lines that are compared each with each; more of them are shown as one replaced by the other. */
const mostCompared = 1_500;
const around = 2;

/** Empty where nothing differs. */
export function lineDiff(before: string, after: string): string {
  const [old, fresh] = [before.split('\n'), after.split('\n')];
  let first = 0;
  while (first < old.length && first < fresh.length && old[first] === fresh[first]) first += 1;
  let last = 0;
  while (last < Math.min(old.length, fresh.length) - first && old.at(-1 - last) === fresh.at(-1 - last))
    last += 1;
  const middle = toSteps(old.slice(first, old.length - last), fresh.slice(first, fresh.length - last));
  if (middle.length === 0) return '';
  const keep = (line: string): Step => ({ mark: ' ', line });
  const start = Math.max(0, first - around);
  const lead = old.slice(start, first).map(keep);
  const trail = old.slice(old.length - last, old.length - last + around).map(keep);
  return toHunks([...lead, ...middle, ...trail], start + 1);
}

/** By the longest common subsequence. */
function toSteps(old: readonly string[], fresh: readonly string[]): readonly Step[] {
  const removed = old.map((line): Step => ({ mark: '-', line }));
  const added = fresh.map((line): Step => ({ mark: '+', line }));
  if (old.length > mostCompared || fresh.length > mostCompared) return [...removed, ...added];
  const width = fresh.length + 1;
  const lengths = new Uint16Array((old.length + 1) * width);
  for (let row = old.length - 1; row >= 0; row -= 1)
    for (let column = fresh.length - 1; column >= 0; column -= 1)
      lengths[row * width + column] =
        old[row] === fresh[column]
          ? (lengths[(row + 1) * width + column + 1] ?? 0) + 1
          : Math.max(lengths[(row + 1) * width + column] ?? 0, lengths[row * width + column + 1] ?? 0);
  const steps: Step[] = [];
  let [row, column] = [0, 0];
  while (row < old.length || column < fresh.length) {
    const isSame = row < old.length && column < fresh.length && old[row] === fresh[column];
    const below = lengths[(row + 1) * width + column] ?? 0;
    const beside = lengths[row * width + column + 1] ?? 0;
    if (isSame) steps.push({ mark: ' ', line: old[row] ?? '' });
    else if (row < old.length && (column === fresh.length || below >= beside))
      steps.push({ mark: '-', line: old[row] ?? '' });
    else steps.push({ mark: '+', line: fresh[column] ?? '' });
    if (isSame || steps.at(-1)?.mark === '-') row += 1;
    if (isSame || steps.at(-1)?.mark === '+') column += 1;
  }
  return steps;
}

/** Without the lines far from any change. @param firstLine of the old text */
function toHunks(steps: readonly Step[], firstLine: number): string {
  const isNear = (index: number): boolean =>
    steps.slice(Math.max(0, index - around), index + around + 1).some(({ mark }) => mark !== ' ');
  const lines: string[] = [];
  let number = firstLine;
  let wasNear = false;
  for (const [index, { mark, line }] of steps.entries()) {
    const near = isNear(index);
    if (near && !wasNear) lines.push(`@@ line ${number} @@`);
    if (near) lines.push(`${mark}${line}`);
    if (mark !== '+') number += 1;
    wasNear = near;
  }
  return lines.join('\n');
}
