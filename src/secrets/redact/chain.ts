// A secret in one family of encodings: units one after the other. The first one is never optional.
import type { Unit } from './unit.js';

export type Chain = readonly Unit[];

/** The most bytes that it takes. */
export function longestOf(chain: Chain): number {
  return chain.reduce((sum, { longest }) => sum + longest, 0);
}

/** With `separator` between the units. */
export function separate(units: Chain, separator: Unit): Chain {
  return units.flatMap((unit, index) => (index === 0 ? [unit] : [separator, unit]));
}
