// An analysis as JSON, with all that was measured. Stable: scripts rely on it.
import type { Analysis } from '../services/algorithms/analysis.js';
import { toAnalysisFields } from '../services/algorithms/to-analysis-fields.js';

export function renderAnalysisJson(analysis: Analysis): string {
  return `${JSON.stringify(toAnalysisFields(analysis, 'with samples'), null, 2)}\n`;
}
