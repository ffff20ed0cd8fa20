// Every target of the project with what was measured for it, missed ones and unmeasured ones included. Pure.
import type { Report, Verdict } from '../report.js';
import { targets } from '../targets.js';

export interface TargetLine {
  readonly what: string;
  readonly wanted: string;
  /** null: nothing was measured for it. */
  readonly found: { readonly label: string; readonly verdict: Verdict } | null;
}

export function listVerdicts({ scenarios }: Report): TargetLine[] {
  const found = scenarios
    .flatMap((scenario) => (scenario.kind === 'measured' ? scenario.rows : []))
    .flatMap((row) =>
      row.kind === 'measured' ? row.verdicts.map((verdict) => ({ label: row.label, verdict })) : [],
    );
  return Object.values(targets).flatMap(({ what, sense, bound, unit }): TargetLine[] => {
    const wanted = `${sense} ${bound} ${unit}`;
    const own = found.filter(({ verdict }) => verdict.what === what && verdict.wanted === wanted);
    return own.length === 0
      ? [{ what, wanted, found: null }]
      : own.map((one) => ({ what, wanted, found: one }));
  });
}
