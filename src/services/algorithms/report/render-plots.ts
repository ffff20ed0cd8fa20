// The plots of an analysis as SVG files that stand for themselves: first each comparison, then each function with its kind of
// input, six charts in one. Nothing in them is loaded from anywhere, and what the guest has named is escaped. Pure.
import type { Analysis } from '../analysis.js';
import type { Chart } from './chart/chart.js';
import { drawChart } from './chart/draw-chart.js';
import { chartRules, lightPalette } from './chart/palette.js';
import { escapeMarkup } from './escape-text.js';
import { toComparisonCharts } from './plots/comparison-charts.js';
import { toFunctionCharts } from './plots/function-charts.js';

export interface Plot {
  /** A name for a file, without an ending: letters of ASCII, digits and hyphens. No two are the same. */
  readonly name: string;
  readonly svg: string;
}

const chartSize = { width: 520, height: 330 } as const;
const comparisonSize = { width: 1040, height: 520 } as const;
const headHeight = 40;
const columns = 2;
const fontFamily = 'DejaVu Sans, Verdana, sans-serif';

export function renderPlots(analysis: Analysis): readonly Plot[] {
  const comparisons = toComparisonCharts(analysis).map(({ comparison, chart }) => ({
    name: `comparison-${comparison.problem}-${comparison.kind}`,
    svg: wrap(comparisonSize, drawChart(chart, { ...comparisonSize, legend: 'beside' })),
  }));
  const functions = analysis.functions.flatMap((judged) => {
    const charts = toFunctionCharts(judged);
    const { name, kind } = judged.measured;
    if (charts.length === 0) return [];
    return [{ name: `${name}-${kind}`, svg: drawTogether(`${name}, ${kind}`, charts) }];
  });
  return [...comparisons, ...functions].map(({ name, svg }, at) => ({
    name: `${String(at + 1).padStart(2, '0')}-${toFileName(name)}`,
    svg,
  }));
}

function drawTogether(title: string, charts: readonly Chart[]): string {
  const { width, height } = chartSize;
  const rows = Math.ceil(charts.length / columns);
  const size = { width: columns * width, height: headHeight + rows * height };
  const drawn = charts.map((chart, at) => {
    const [x, y] = [(at % columns) * width, headHeight + Math.floor(at / columns) * height];
    return `<g transform="translate(${x} ${y})">${drawChart(chart, { ...chartSize, legend: 'above' })}</g>`;
  });
  const head = `<text class="t" x="16" y="27" font-size="18" font-weight="600">${escapeMarkup(title, 90)}</text>`;
  return wrap(size, head + drawn.join(''));
}

function wrap({ width, height }: { readonly width: number; readonly height: number }, inner: string): string {
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="${fontFamily}">` +
    `<style>${chartRules(lightPalette)}</style><rect class="paper" width="${width}" height="${height}"/>${inner}</svg>\n`
  );
}

function toFileName(text: string): string {
  const plain = text
    .slice(0, 80)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  return plain === '' ? 'plot' : plain;
}
