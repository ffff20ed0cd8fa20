// One function with one kind of input: how its class was decided, its checks, its charts, all that was measured. Pure.
import type { Judged } from '../../judge-measured.js';
import type { Sample } from '../../measured.js';
import { escapeMarkup } from '../escape-text.js';
import { toFunctionCharts } from '../plots/function-charts.js';
import { sayBytes, sayCount, sayTime } from '../say-figure.js';
import { renderFigure } from './figure.js';
import { sign } from './summary-table.js';
import { checksOf, toNotes, toSummaryRow } from './summary.js';

const frame = { width: 460, height: 310, legend: 'above' } as const;

export function renderFunctionSection(judged: Judged, state: 'open' | 'closed'): string {
  const row = toSummaryRow(judged);
  const notes = toNotes(judged).map((note) => `<li>${escapeMarkup(note, 500)}</li>`);
  const checks = checksOf(judged).map(
    (one) =>
      `<tr><td>${escapeMarkup(one.name, 80)}</td><td><span class="${one.state}">${sign[one.state]} ${one.state}</span></td><td class="long">${escapeMarkup(one.detail, 400)}</td></tr>`,
  );
  const charts = toFunctionCharts(judged).map((chart) => renderFigure(chart, frame));
  return `<details${state === 'open' ? ' open' : ''}><summary><h3><code>${escapeMarkup(row.name, 80)}</code>, ${escapeMarkup(row.kind, 80)}: time ${row.time}, memory ${row.memory}</h3> <span class="${row.state}">${sign[row.state]} ${row.verdict}</span></summary>
<ul>${notes.join('')}</ul>
${checks.length === 0 ? '' : `<div class="wide" tabindex="0"><table><thead><tr><th scope="col">check</th><th scope="col">state</th><th scope="col">what was found</th></tr></thead><tbody>${checks.join('')}</tbody></table></div>`}
<div class="charts">${charts.join('')}</div>
${renderSamples(judged.measured.samples)}</details>`;
}

const head = [
  'size',
  'time, least',
  'time, most',
  'first call',
  'steps',
  'with those of values',
  'calls',
  'depth',
  'peak of memory',
] as const;

function renderSamples(samples: readonly Sample[]): string {
  if (samples.length === 0) return '';
  const rows = samples.map((sample) => {
    const { sizes, cpu_ns, cold_ns, events, element_events, calls, depth, peak_bytes } = sample;
    const cells = [
      sizes.join(' · '),
      ...(cpu_ns.length === 0 ? ['', ''] : [sayTime(Math.min(...cpu_ns)), sayTime(Math.max(...cpu_ns))]),
      cold_ns === undefined ? '' : sayTime(cold_ns),
      ...[events, element_events, calls, depth].map((count) => (count === undefined ? '' : sayCount(count))),
      peak_bytes === undefined ? '' : sayBytes(peak_bytes),
    ];
    return `<tr>${cells.map((cell) => `<td class="number">${cell}</td>`).join('')}</tr>`;
  });
  return `<details><summary>All that was measured</summary><div class="wide" tabindex="0"><table><thead><tr>${head.map((one) => `<th scope="col" class="number">${one}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div></details>`;
}
