// The reports of an analysis that are too large for a message: a page for people, and all that was measured as JSON. Pure.
import type { Analysis } from './analysis.js';
import { renderHtml } from './report/render-html.js';
import { toAnalysisFields } from './to-analysis-fields.js';

export interface ReportFile {
  readonly path: string;
  readonly bytes: Buffer;
}

export function toReports(analysis: Analysis): readonly ReportFile[] {
  const name = toFileName(analysis.name);
  const json = JSON.stringify(toAnalysisFields(analysis, 'with samples'), null, 1);
  return [
    { path: `${name}.html`, bytes: Buffer.from(renderHtml(analysis)) },
    { path: `${name}.json`, bytes: Buffer.from(json) },
  ];
}

/** What a person sees in a list, and a plain name wherever it is put. */
function toFileName(name: string): string {
  const last = name.slice(name.lastIndexOf('/') + 1).replace(/\.py$/, '');
  return last.replaceAll(/\W+/g, '_').slice(0, 64) || 'analysis';
}
