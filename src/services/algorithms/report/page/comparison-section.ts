// Those that solve one problem, side by side: the chart, the order, and where another one becomes the fastest. Pure.
import type { ComparisonChart } from '../plots/comparison-charts.js';
import { escapeMarkup } from '../escape-text.js';
import { sayTime, sayTimes } from '../say-figure.js';
import { renderFigure } from './figure.js';
import { sayCrossover } from './summary.js';

const frame = { width: 1040, height: 480, legend: 'beside' } as const;
const barWidth = 200;

export function renderComparisonSection({ comparison, chart }: ComparisonChart): string {
  const { problem, kind, order, atSize, crossovers } = comparison;
  const [fastest, slowest] = [order[0]?.nanoseconds ?? 1, order.at(-1)?.nanoseconds ?? 1];
  const span = Math.log(slowest / fastest) || 1;
  const rows = order.map(({ name, nanoseconds }, at) => {
    const width = 4 + ((barWidth - 4) * Math.log(nanoseconds / fastest)) / span;
    const bar = `<svg class="bar" viewBox="0 0 ${barWidth} 10" preserveAspectRatio="none" aria-hidden="true"><rect class="n${at % 8}" width="${Math.round(width)}" height="10"/></svg>`;
    return `<tr><td><code>${escapeMarkup(name, 80)}</code></td><td class="number">${sayTime(nanoseconds)}</td><td class="number">${sayTimes(nanoseconds / fastest)}</td><td>${bar}</td></tr>`;
  });
  const turns = crossovers.map((one) => `<li>${escapeMarkup(sayCrossover(one), 240)}</li>`);
  return `<section><h2>${escapeMarkup(`${problem}, ${kind}`, 160)}: side by side</h2>
${renderFigure(chart, frame)}
${turns.length === 0 ? '' : `<ul>${turns.join('')}</ul>`}
<div class="wide" tabindex="0"><table><caption class="faint">at size ${atSize}; bars are logarithmic</caption><thead><tr><th scope="col">function</th><th scope="col" class="number">time</th><th scope="col" class="number">times the fastest</th><th scope="col"></th></tr></thead><tbody>${rows.join('')}</tbody></table></div></section>`;
}
