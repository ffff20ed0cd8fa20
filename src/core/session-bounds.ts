// How many sessions there may be, and for how long.

export interface SessionBounds {
  /** Of all callers together. */
  readonly most: number;
  /** Of one caller; `most` bounds it too. */
  readonly mostPerCaller: number;
  /** Until one that nobody uses is closed. */
  readonly idleMs: number;
}

/** Of a gateway with one caller, which may have all. */
export const defaultSessionBounds: SessionBounds = {
  most: 16,
  mostPerCaller: Infinity,
  idleMs: 30 * 60 * 1000,
};

/** Where several callers share a gateway, one alone gets no more than half. */
export function toFairShare(most: number): number {
  return Math.max(1, Math.floor(most / 2));
}
