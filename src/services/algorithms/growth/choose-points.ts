// The points that tell the growth: the large sizes, where what grows slower no longer matters. Pure.
import type { Point } from './rank-classes.js';

/** From the largest size down to the largest divided by this. */
const window = 64;
const fewest = 6;

/** Ascending; null where there are too few. Of two sizes each has to be large. */
export function choosePoints(points: readonly Point[]): readonly Point[] | null {
  const positive = points.filter(({ cost }) => cost > 0);
  if (positive.length < fewest) return null;
  const sorted = [...positive].sort((one, other) => volume(one) - volume(other));
  const largest = toLargest(sorted);
  const tail = sorted.filter(({ sizes }) => sizes.every((size, at) => size * window >= (largest[at] ?? 0)));
  return tail.length >= fewest ? tail : sorted.slice(-fewest);
}

/** Windows of the sizes from the largest down, each as wide; what the memory of the machine does is not the same in all. */
export function windowsDown(points: readonly Point[], leastCost: number): readonly (readonly Point[])[] {
  const windows: (readonly Point[])[] = [];
  let rest = points.filter(({ cost }) => cost > 0);
  for (let tail = choosePoints(rest); tail !== null; tail = choosePoints(rest)) {
    const [first] = tail;
    if (first === undefined || (windows.length > 0 && first.cost < leastCost)) break;
    windows.push(tail);
    const top = Math.max(...tail.map(volume));
    rest = rest.filter((point) => volume(point) < top);
    if (tail[0]?.sizes.length === 2) break;
  }
  return windows;
}

function toLargest(points: readonly Point[]): readonly number[] {
  return [0, 1].map((at) => Math.max(...points.map(({ sizes }) => sizes[at] ?? 0)));
}

function volume(point: Point | undefined): number {
  return point?.sizes.reduce((product, size) => product * size, 1) ?? 0;
}
