// Many places as text of a bounded length: with the lines around them, with their lines alone, as counts per file, as a total.
// The first form that fits is taken, and what it leaves out is said.
import { excerpt } from './excerpt.js';
import { type Spot } from './spot.js';

export interface ShownSpots {
  readonly text: string;
  /** What was left out, in words; null where nothing was. */
  readonly left: string | null;
}

type FindLines = (path: string) => readonly string[] | null;

/** @param most characters */
export function showSpots(spots: readonly Spot[], findLines: FindLines, most: number): ShownSpots {
  if (spots.length === 0) return { text: '', left: null };
  const files = groupByFile(spots);
  // Nobody reads thousands of lines, and making them to throw them away takes time.
  if (spots.length * 40 <= most) {
    for (const context of [1, 0]) {
      const text = files.map(([path, own]) => showFile(path, own, findLines, context)).join('\n');
      if (text.length <= most)
        return { text, left: context === 1 ? null : 'the lines around them were left out' };
    }
  }
  const counts = files.map(([path, own]) => `${path}: ${own.length}`).join('\n');
  if (counts.length <= most)
    return { text: counts, left: 'only counts per file are shown; ask with a path for one file' };
  const total = `${spots.length} places in ${files.length} files`;
  return { text: total, left: 'only the total is shown; ask with a path for one file' };
}

export function groupByFile(
  spots: readonly Spot[],
): readonly (readonly [path: string, spots: readonly Spot[]])[] {
  const files = new Map<string, Spot[]>();
  for (const spot of spots) {
    const own = files.get(spot.path);
    if (own === undefined) files.set(spot.path, [spot]);
    else own.push(spot);
  }
  return [...files];
}

function showFile(path: string, spots: readonly Spot[], findLines: FindLines, context: number): string {
  const lines = findLines(path);
  const numbers = [...new Set(spots.map(({ line }) => line))];
  if (lines === null) return `${path}: lines ${numbers.join(', ')}`;
  return `${path}:\n${numbers.map((line) => excerpt(lines, line, context)).join(context > 0 ? '\n  --\n' : '\n')}`;
}
