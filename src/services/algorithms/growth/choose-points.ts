// The points that tell the growth: the large sizes, where what grows slower no longer matters. Pure.
import type { Point } from './rank-classes.js';

/** From the largest size down to the largest divided by this. */
const window = 64;
/** And what costs less than the largest cost divided by this says more of the call than of the growth. */
const costs = 3_000;
const fewest = 5;

/** Ascending; null where there are too few. Of two sizes each has to be large. */
export function choosePoints(points: readonly Point[]): readonly Point[] | null {
  const positive = points.filter(({ cost }) => cost > 0);
  if (positive.length < fewest) return null;
  const sorted = [...positive].sort((one, other) => volume(one) - volume(other));
  const largest = toLargest(sorted);
  if (!isSpreadOut(sorted)) return null;
  const dearest = Math.max(...sorted.map(({ cost }) => cost));
  const tail = sorted.filter(
    ({ sizes, cost }) =>
      cost * costs >= dearest && sizes.every((size, at) => size * window >= (largest[at] ?? 0)),
  );
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

/** Two sizes that always grow together say nothing of either. */
function isSpreadOut(points: readonly Point[]): boolean {
  const ratios = points.flatMap(({ sizes: [n = 1, m] }) => (m === undefined ? [] : [n / Math.max(m, 1)]));
  return ratios.length === 0 || Math.max(...ratios) / Math.min(...ratios) >= 4;
}

function toLargest(points: readonly Point[]): readonly number[] {
  return [0, 1].map((at) => Math.max(...points.map(({ sizes }) => sizes[at] ?? 0)));
}

function volume(point: Point | undefined): number {
  return point?.sizes.reduce((product, size) => product * size, 1) ?? 0;
}
