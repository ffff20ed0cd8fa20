// Under what it was measured, and the command that repeats it. Pure.
import type { Analysis } from '../../analysis.js';
import { escapeMarkup } from '../escape-text.js';
import { toConditionRows } from './summary.js';

export function renderConditions({ conditions, wallMs }: Analysis): string {
  if (conditions === undefined) return '';
  const rows = toConditionRows(conditions, wallMs).map(
    ([what, value]) => `<tr><th scope="row">${what}</th><td>${escapeMarkup(value)}</td></tr>`,
  );
  return `<section><h2>How it was measured</h2>
<div class="wide" tabindex="0"><table><tbody>${rows.join('')}</tbody></table></div>
<p>To repeat it:</p>
<pre>${escapeMarkup(conditions.repeat, 2_000)}</pre></section>`;
}
