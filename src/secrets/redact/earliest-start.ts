// A chain has been read up to some place: where did it begin? Goes back through its units, over everything that they may have been.
import type { Chain } from './chain.js';

/**
 * The least offset from which the first `units` of a chain can be read so that they end at `end`.
 * @returns `end` where they cannot
 */
export function earliestStart(chain: Chain, units: number, bytes: Buffer, end: number): number {
  let offsets: readonly number[] = [end];
  for (let index = units - 1; index >= 0; index -= 1) {
    const before: number[] = [];
    for (const offset of offsets) chain[index]?.addStarts(bytes, offset, before);
    offsets = before;
  }
  return offsets.length === 0 ? end : Math.min(...offsets);
}
