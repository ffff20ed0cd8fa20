// The first thing on a page: a row for each function and kind of input. Pure.
import type { Judged } from '../../judge-measured.js';
import { escapeMarkup } from '../escape-text.js';
import { toSummaryRow } from './summary.js';

const head = [
  'function',
  'input',
  'time',
  'declared',
  'sure',
  'next best',
  'memory',
  'declared',
  'verdict',
] as const;

export function renderSummaryTable(functions: readonly Judged[]): string {
  if (functions.length === 0) return '';
  const rows = functions.map((judged) => {
    const row = toSummaryRow(judged);
    const cells = [
      `<code>${escapeMarkup(row.name, 80)}</code>`,
      escapeMarkup(row.kind, 80),
      row.time,
      escapeMarkup(row.declaredTime, 80),
      row.sure,
      row.runnerUp,
      row.memory,
      escapeMarkup(row.declaredMemory, 80),
      `<span class="${row.state}">${sign[row.state]} ${row.verdict}</span>`,
    ];
    return `<tr>${cells.map((cell, at) => `<td${at === cells.length - 1 ? ' class="long"' : ''}>${cell}</td>`).join('')}</tr>`;
  });
  return `<div class="wide" tabindex="0"><table><thead><tr>${head.map((one) => `<th scope="col">${one}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

/** Beside the colours, for those who do not see them. */
export const sign = { ok: '✓', warning: '!', failed: '✗', unknown: '?' } as const;
