// Where secrets were found. What overlaps is one region; what only touches is not.

export interface Region {
  readonly start: number;
  readonly end: number;
  /** Which mask: of what begins first, then of what is longest. */
  readonly mask: number;
}

/** Adds one to regions that lie in order and apart; `found` ends no earlier than any before. */
export function addRegion(regions: Region[], found: Region): void {
  let whole = found;
  for (let last = regions.at(-1); last !== undefined && last.end > whole.start; last = regions.at(-1)) {
    regions.pop();
    const isFirst = whole.start < last.start || (whole.start === last.start && whole.end > last.end);
    whole = {
      start: Math.min(last.start, whole.start),
      end: Math.max(last.end, whole.end),
      mask: isFirst ? whole.mask : last.mask,
    };
  }
  regions.push(whole);
}
