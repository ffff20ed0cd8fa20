// From what was tried to rows: medians, and the ratio of each to the one that it is compared with. Pure.
import type { Row, Unit, Verdict } from './report.js';
import type { Tried } from './rounds.js';
import { summarize } from './statistics.js';

export interface RowOptions {
  readonly unit: Unit;
  /** The label that ratios are against; null for none. */
  readonly reference: string | null;
  /** @param ratio NaN where the reference was not measured */
  readonly judge?: (label: string, p50: number, ratio: number) => readonly Verdict[];
}

export function toRows(tried: readonly Tried[], { unit, reference, judge }: RowOptions): Row[] {
  const base = medianOf(tried.find(({ label }) => label === reference));
  return tried.map(({ label, side, outcome }): Row => {
    if (outcome.kind !== 'measured') return { label, side, kind: outcome.kind, why: outcome.why };
    const summary = summarize(outcome.samples);
    const ratio = base === null ? null : summary.p50 / base;
    return {
      kind: 'measured',
      label,
      side,
      unit,
      summary,
      ratio: ratio === null || reference === null ? null : { to: reference, value: ratio },
      // A figure without what it is compared with is not judged: NaN is neither reached nor missed.
      verdicts: (judge?.(label, summary.p50, ratio ?? Number.NaN) ?? []).filter(
        ({ got }) => !Number.isNaN(got),
      ),
    };
  });
}

function medianOf(tried: Tried | undefined): number | null {
  return tried?.outcome.kind === 'measured' ? summarize(tried.outcome.samples).p50 : null;
}
