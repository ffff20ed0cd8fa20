// An analysis with what tools remark on its functions among their checks. Pure.
import type { Analysis } from './analysis.js';
import type { Remarks } from './collect-remarks.js';
import { toRemarkChecks } from './to-remark-checks.js';

export function addRemarks(analysis: Analysis, remarks: Remarks | null): Analysis {
  if (remarks === null) return analysis;
  const functions = analysis.functions.map((one) => ({
    ...one,
    checks: [...one.checks, ...toRemarkChecks(remarks, one.measured.lines ?? null)],
  }));
  return { ...analysis, functions };
}
