// A chart of a page, with what it shows in words for those who do not see it. Pure.
import type { Chart } from '../chart/chart.js';
import { drawChart, type Frame } from '../chart/draw-chart.js';
import { escapeMarkup } from '../escape-text.js';

export function renderFigure(chart: Chart, frame: Frame): string {
  const { title, x, y, series } = chart;
  const shown = series.map(({ label }) => label).join(', ');
  const label = escapeMarkup(`${title}: ${y.label} over ${x.label}, of ${shown}`, 400);
  return `<figure${frame.legend === 'beside' ? ' class="broad" tabindex="0"' : ''}><svg viewBox="0 0 ${frame.width} ${frame.height}" role="img" aria-label="${label}">${drawChart(chart, frame)}</svg></figure>`;
}
