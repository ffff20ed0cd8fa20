// An analysis as Markdown. What the guest has named is code or escaped text in it: no link, no HTML, no cell of its own. Pure.
import type { Analysis } from '../analysis.js';
import type { Comparison } from '../compare-solvers.js';
import type { Judged } from '../judge-measured.js';
import { escapeMarkdown, toPlain } from './escape-text.js';
import {
  checksOf,
  sayCrossover,
  toConditionRows,
  toNotes,
  toSummaryRow,
  toTroubles,
} from './page/summary.js';
import { sayTime, sayTimes } from './say-figure.js';

export function renderMarkdown(analysis: Analysis): string {
  const { name, functions, comparisons, conditions, wallMs } = analysis;
  const troubles = toTroubles(analysis).map((one) => `- ${escapeMarkdown(one, 600)}`);
  return [
    `# ${escapeMarkdown(name)}: what it costs, and how that grows`,
    ...section('What went wrong', troubles),
    ...(functions.length === 0 ? [] : ['## Functions', renderSummary(functions)]),
    ...comparisons.map(renderComparison),
    ...section('How each was decided', functions.map(renderFunction)),
    ...(conditions === undefined
      ? []
      : [
          '## How it was measured',
          table(
            ['what', 'value'],
            toConditionRows(conditions, wallMs).map(([what, value]) => [what, escapeMarkdown(value)]),
          ),
          'To repeat it:',
          `    ${toPlain(conditions.repeat, 2_000)}`,
        ]),
  ]
    .map((block) => `${block}\n`)
    .join('\n');
}

function section(title: string, items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : [`## ${title}`, items.join('\n')];
}

function renderSummary(functions: readonly Judged[]): string {
  const rows = functions.map((judged) => {
    const row = toSummaryRow(judged);
    return [
      escapeMarkdown(row.name),
      escapeMarkdown(row.kind),
      row.time,
      escapeMarkdown(row.declaredTime),
      row.sure,
      row.runnerUp,
      row.memory,
      escapeMarkdown(row.declaredMemory),
      row.verdict,
    ];
  });
  return table(
    ['function', 'input', 'time', 'declared', 'sure', 'next best', 'memory', 'declared', 'verdict'],
    rows,
  );
}

function renderComparison({ problem, kind, order, atSize, crossovers }: Comparison): string {
  const fastest = order[0]?.nanoseconds ?? 1;
  const rows = order.map(({ name, nanoseconds }) => [
    escapeMarkdown(name),
    sayTime(nanoseconds),
    sayTimes(nanoseconds / fastest),
  ]);
  return [
    `## ${escapeMarkdown(problem)}, ${escapeMarkdown(kind)}: side by side at size ${atSize}\n`,
    table(['function', 'time', 'times the fastest'], rows),
    ...(crossovers.length === 0 ? [] : [`\n${crossovers.map(toItem).join('\n')}`]),
  ].join('\n');
}

function toItem(crossover: Comparison['crossovers'][number]): string {
  return `- ${sayCrossover({ ...crossover, below: escapeMarkdown(crossover.below), above: escapeMarkdown(crossover.above) })}`;
}

function renderFunction(judged: Judged): string {
  const { name, kind } = judged.measured;
  const notes = toNotes(judged).map((note) => `  - ${escapeMarkdown(note, 500)}`);
  const checks = checksOf(judged).map((one) =>
    `  - ${escapeMarkdown(one.name)}: **${one.state}** ${escapeMarkdown(one.detail)}`.trimEnd(),
  );
  return [`- ${escapeMarkdown(name)}, ${escapeMarkdown(kind)}`, ...notes, ...checks].join('\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
