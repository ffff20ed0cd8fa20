// From samples to the few figures that are printed. Pure.

export interface Summary {
  readonly rounds: number;
  readonly p50: number;
  readonly p95: number;
  readonly min: number;
}

/** @param samples at least one */
export function summarize(samples: readonly number[]): Summary {
  const sorted = samples.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
  return { rounds: sorted.length, p50: at(0.5), p95: at(0.95), min: sorted[0] ?? Number.NaN };
}
