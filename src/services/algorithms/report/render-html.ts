// An analysis as one page that needs nothing else: no script, nothing loaded, its charts as SVG in it. The page's own policy forbids
// all but this one style, so that even a name that was not escaped could load or run nothing. Pure.
import { createHash } from 'node:crypto';
import type { Analysis } from '../analysis.js';
import { escapeMarkup } from './escape-text.js';
import { renderComparisonSection } from './page/comparison-section.js';
import { renderConditions } from './page/conditions-section.js';
import { renderFunctionSection } from './page/function-section.js';
import { renderSummaryTable } from './page/summary-table.js';
import { toTroubles } from './page/summary.js';
import { pageStyle } from './page/page-style.js';
import { toComparisonCharts } from './plots/comparison-charts.js';

/** As many functions are shown with their charts open; those behind them are opened by their reader. */
const mostOpen = 12;

export function renderHtml(analysis: Analysis): string {
  const { name, functions } = analysis;
  const title = `${escapeMarkup(name, 120)}: what it costs, and how that grows`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${pageStyle}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${renderTroubles(analysis)}
${renderSummaryTable(functions)}
${toComparisonCharts(analysis).map(renderComparisonSection).join('\n')}
${functions.length === 0 ? '' : '<h2>Each function</h2>'}
${functions.map((judged, at) => renderFunctionSection(judged, at < mostOpen ? 'open' : 'closed')).join('\n')}
${renderConditions(analysis)}
</main>
</body>
</html>
`;
}

function policy(): string {
  const hash = createHash('sha256').update(pageStyle).digest('base64');
  return `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
}

function renderTroubles(analysis: Analysis): string {
  const troubles = toTroubles(analysis).map((one) => `<li>${escapeMarkup(one, 600)}</li>`);
  return troubles.length === 0
    ? ''
    : `<div class="trouble" role="note"><strong>What went wrong</strong><ul>${troubles.join('')}</ul></div>`;
}
