// An analysis as it was asked for on standard output, and its reports in a folder.
import type { SecretRedactor } from '../../core/secret-redactor.js';
import type { Analysis } from '../../services/algorithms/analysis.js';
import { renderHtml } from '../../services/algorithms/report/render-html.js';
import { renderMarkdown } from '../../services/algorithms/report/render-markdown.js';
import { printMuch } from '../print-much.js';
import { renderAnalysis } from '../render-analysis.js';
import { renderAnalysisJson } from '../render-analysis-json.js';
import { wantsColours } from '../wants-colours.js';
import type { Format } from './analyze-options.js';
import { saveReports } from './save-reports.js';

interface How {
  readonly format: Format;
  /** null where nothing is saved; the usual folder where it has none. */
  readonly out: { readonly folder: string | null } | null;
  readonly redactor: SecretRedactor;
}

const renderers: Readonly<Record<Format, (analysis: Analysis) => string>> = {
  text: (analysis) => renderAnalysis(analysis, wantsColours(process.stdout) ? 'coloured' : 'plain'),
  markdown: renderMarkdown,
  html: renderHtml,
  json: renderAnalysisJson,
};

/** @throws PymcpError `output.not-saved` */
export async function showAnalysis(analysis: Analysis, { format, out, redactor }: How): Promise<void> {
  const render = (as: Format): string => redactor.redactText(renderers[as](analysis));
  await printMuch(render(format));
  // What loaded nothing is no report.
  if (out === null || analysis.functions.length === 0) return;
  const paths = await saveReports(out.folder, analysis.name, [
    { ending: '.html', text: render('html') },
    { ending: '.md', text: render('markdown') },
    { ending: '.json', text: render('json') },
  ]);
  process.stderr.write(`saved ${paths.join(', ')}\n`);
}

/** For the exit code. */
export function isGood({ functions, notLoaded, cutShort, skipped }: Analysis): boolean {
  const isWhole = notLoaded === null && cutShort === null && skipped.length === 0;
  const areGood = functions.every(
    ({ measured, timeAsDeclared }) => measured.why === null && timeAsDeclared !== 'more than declared',
  );
  return isWhole && areGood && functions.length > 0;
}
