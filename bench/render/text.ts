// A report as text for a terminal. Pure.
import type { Report, Row, ScenarioReport } from '../report.js';
import { describeRun } from './describe-run.js';
import { formatNumber } from './format.js';
import { listVerdicts, type TargetLine } from './list-verdicts.js';
import { sayVerdict } from './say-verdict.js';

const nameWidth = 44;
const figureWidth = 9;

export function renderText(report: Report): string {
  return [
    ...describeRun(report),
    ...report.scenarios.flatMap(renderScenario),
    '',
    'What it must reach',
    ...listVerdicts(report).map(renderTarget),
    '',
  ].join('\n');
}

function renderScenario(scenario: ScenarioReport): string[] {
  const title = `${scenario.title} (${scenario.name}, ${scenario.seconds} s)`;
  if (scenario.kind === 'failed') return ['', title, `  FAILED: ${scenario.why}`];
  return [
    '',
    title,
    toLine(['', 'p50', 'p95', 'least', 'ratio', 'n']),
    ...scenario.rows.map(renderRow),
    ...scenario.notes.map((note) => `  ${note}`),
  ];
}

function renderRow(row: Row): string {
  if (row.kind !== 'measured') return `  ${row.label}: ${row.kind === 'failed' ? 'FAILED: ' : ''}${row.why}`;
  const { label, unit, summary, ratio, verdicts } = row;
  const figures = toLine([
    `  ${label}`,
    `${formatNumber(summary.p50)} ${unit}`,
    formatNumber(summary.p95),
    formatNumber(summary.min),
    ratio === null ? '' : formatNumber(ratio.value),
    String(summary.rounds),
  ]);
  return [figures, ...verdicts.map(sayVerdict)].join('   ').trimEnd();
}

function renderTarget({ what, wanted, found }: TargetLine): string {
  if (found === null) return `  ${what}: ${wanted}: not measured`;
  return `  ${what}: ${sayVerdict(found.verdict)} (${found.label})`;
}

function toLine([name = '', ...figures]: readonly string[]): string {
  return name.padEnd(nameWidth) + figures.map((figure) => figure.padStart(figureWidth)).join('');
}
