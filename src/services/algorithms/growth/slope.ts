// The exponent that costs seem to have: the slope between logarithms of size and cost. Pure.
import type { Point } from './rank-classes.js';

/** The median of the slopes of all pairs (Theil and Sen), which a single jump does not move. Sizes of two are multiplied. */
export function slopeOf(points: readonly Point[]): number {
  const places = points.map(({ sizes, cost }) => ({
    x: sizes.reduce((sum, size) => sum + Math.log(Math.max(size, 1)), 0),
    y: Math.log(cost),
  }));
  const slopes = places
    .flatMap((one, at) =>
      places
        .slice(at + 1)
        .flatMap((other) => (other.x === one.x ? [] : [(other.y - one.y) / (other.x - one.x)])),
    )
    .sort((one, other) => one - other);
  return slopes[Math.floor(slopes.length / 2)] ?? 0;
}
