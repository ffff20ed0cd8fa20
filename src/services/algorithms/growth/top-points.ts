// The points at the largest sizes, and how steep costs are there: what grows fastest shows there most, and what the machine's memory
// does at one place below no longer counts. Pure.
import type { Point } from './rank-classes.js';

const fewest = 6;

/** From the largest size down to the largest divided by `width`, but not fewer than a few. Of one size; ascending. */
export function topPoints(points: readonly Point[], width: number): readonly Point[] {
  const sorted = points.filter(({ cost }) => cost > 0).sort((one, other) => sizeOf(one) - sizeOf(other));
  const largest = sizeOf(sorted.at(-1));
  const top = sorted.filter((point) => sizeOf(point) * width >= largest);
  return top.length >= fewest ? top : sorted.slice(-fewest);
}

function sizeOf(point: Point | undefined): number {
  return point?.sizes[0] ?? 0;
}
