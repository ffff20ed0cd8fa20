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

const nearest = 1.3;
const farthest = 4;

/** The same of pairs of neighbouring sizes alone, which a jump at one place moves even less. Of one size. */
export function localSlopeOf(points: readonly Point[]): number {
  const slopes = points
    .flatMap((one) => points.map((other) => ({ one, other })))
    .flatMap(({ one, other }) => {
      const ratio = (other.sizes[0] ?? 0) / Math.max(one.sizes[0] ?? 0, 1);
      return ratio >= nearest && ratio <= farthest ? [Math.log(other.cost / one.cost) / Math.log(ratio)] : [];
    })
    .sort((one, other) => one - other);
  return slopes[Math.floor(slopes.length / 2)] ?? slopeOf(points);
}
