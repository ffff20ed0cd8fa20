// A report as one picture: a panel for each scenario, a bar for each row. Pure; no library, no script, nothing fetched.
import type { MeasuredRow, Report, ScenarioReport } from '../report.js';
import { formatFigure, formatNumber } from './format.js';

const width = 860;
const margin = 20;
const labelWidth = 320;
const valueWidth = 150;
const barWidth = width - 2 * margin - labelWidth - valueWidth;
const rowHeight = 22;
const headHeight = 40;

interface Panel {
  readonly title: string;
  readonly rows: readonly MeasuredRow[];
}

/** Light and dark by what the reader prefers, with a ground of its own so that it is read on any page. */
const style = `
  svg { font: 13px system-ui, sans-serif; }
  .ground { fill: #ffffff; }
  text { fill: #1f2328; }
  .title { font-weight: 600; }
  .ours { fill: #0969da; }
  .baseline { fill: #8c959f; }
  @media (prefers-color-scheme: dark) {
    .ground { fill: #0d1117; }
    text { fill: #e6edf3; }
    .ours { fill: #4493f8; }
    .baseline { fill: #6e7681; }
  }
`;

export function renderSvg(report: Report): string {
  const panels = report.scenarios.map(toPanel).filter(({ rows }) => rows.length > 0);
  const parts: string[] = [];
  let top = margin;
  for (const panel of panels) {
    parts.push(renderPanel(panel, top));
    top += headHeight + panel.rows.length * rowHeight;
  }
  const height = top + margin + rowHeight;
  const { machine } = report;
  const foot = `medians of one run · ${machine.date} · ${machine.processors} · Linux ${machine.kernel}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>Benchmarks of isolated-pymcp</title>`,
    `<style>${style}</style>`,
    `<rect class="ground" width="${width}" height="${height}"/>`,
    ...parts,
    textAt(margin, height - margin, foot),
    '</svg>',
    '',
  ].join('\n');
}

function toPanel(scenario: ScenarioReport): Panel {
  const rows = scenario.kind === 'measured' ? scenario.rows : [];
  return {
    title: scenario.title,
    rows: rows.filter((row): row is MeasuredRow => row.kind === 'measured'),
  };
}

function renderPanel({ title, rows }: Panel, top: number): string {
  const bars = rows.map(({ label, side, unit, summary, ratio }, index) => {
    // Milliseconds and calls per second have no common measure.
    const alike = rows.filter((row) => row.unit === unit);
    const longest = Math.max(...alike.map((row) => row.summary.p50));
    const middle = top + headHeight + index * rowHeight;
    // One pixel at least: what is too short to see is there.
    const length = Math.max(1, (summary.p50 / longest) * barWidth);
    const isReference = ratio === null || ratio.to === label;
    const figure = `${formatFigure(summary.p50, unit)}${isReference ? '' : `  (${formatNumber(ratio.value)} ×)`}`;
    const left = margin + labelWidth;
    return [
      textAt(left - 10, middle, label, 'end'),
      `<rect class="${side}" x="${left}" y="${middle - 11}" width="${length.toFixed(1)}" height="14" rx="2"/>`,
      textAt(left + length + 8, middle, figure),
    ].join('\n');
  });
  return [`<text class="title" x="${margin}" y="${top + 18}">${escape(title)}</text>`, ...bars].join('\n');
}

function textAt(x: number, y: number, text: string, anchor: 'start' | 'end' = 'start'): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}">${escape(text)}</text>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('`', '');
}
