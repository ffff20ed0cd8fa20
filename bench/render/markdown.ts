// A report as the results of docs/benchmarks.md. Pure.
import type { Report, Row, ScenarioReport } from '../report.js';
import { describeRun } from './describe-run.js';
import { formatFigure, formatNumber } from './format.js';
import { listVerdicts, type TargetLine } from './list-verdicts.js';
import { sayVerdict } from './say-verdict.js';

export function renderMarkdown(report: Report): string {
  return [
    ...describeRun(report).map((line) => `${line}  `),
    '',
    '| what it must reach | wanted | measured | |',
    '|---|---|---|---|',
    ...listVerdicts(report).map(renderTarget),
    ...report.scenarios.flatMap(renderScenario),
    '',
  ].join('\n');
}

function renderTarget({ what, wanted, found }: TargetLine): string {
  if (found === null) return toLine([what, wanted, 'not measured', '']);
  const { label, verdict } = found;
  const aim =
    verdict.aim === null ? '' : `, aim ${verdict.aim.wanted} ${verdict.aim.reached ? 'reached' : 'missed'}`;
  return toLine([
    `${what} (${label})`,
    wanted,
    formatNumber(verdict.got),
    verdict.reached ? `reached${aim}` : '**missed**',
  ]);
}

function renderScenario(scenario: ScenarioReport): string[] {
  const heading = ['', `### ${scenario.title}`, ''];
  if (scenario.kind === 'failed') return [...heading, `Failed: ${scenario.why}.`];
  return [
    ...heading,
    '| | p50 | p95 | least | ratio | n | |',
    '|---|---|---|---|---|---|---|',
    ...scenario.rows.map(renderRow),
    ...(scenario.notes.length === 0 ? [] : ['', `${scenario.notes.map(upperFirst).join('. ')}.`]),
  ];
}

function renderRow(row: Row): string {
  if (row.kind !== 'measured') {
    return toLine([row.label, '', '', '', '', '', row.kind === 'absent' ? row.why : `failed: ${row.why}`]);
  }
  const { label, unit, summary, ratio, verdicts } = row;
  return toLine([
    label,
    formatFigure(summary.p50, unit),
    formatNumber(summary.p95),
    formatNumber(summary.min),
    ratio === null ? '' : formatNumber(ratio.value),
    String(summary.rounds),
    verdicts.map(sayVerdict).join('; '),
  ]);
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A bar in a cell would end it. */
function toLine(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
