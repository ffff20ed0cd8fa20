// An analysis for a terminal: a line for each function and kind of input, then who is fastest where. Readable without colours.
import type { Analysis } from '../services/algorithms/analysis.js';
import type { Comparison } from '../services/algorithms/compare-solvers.js';
import type { Comparison as WithDeclared, Judged } from '../services/algorithms/judge-measured.js';
import { renderTable } from './render-table.js';
import { toLine } from './render-verify.js';

type Colours = 'coloured' | 'plain';

const barWidth = 24;

export function renderAnalysis(analysis: Analysis, colours: Colours): string {
  const { functions, comparisons, skipped, notLoaded, cutShort, name, wallMs } = analysis;
  const troubles = [
    ...(notLoaded === null ? [] : [`${name} could not be loaded: ${notLoaded}`]),
    ...skipped.map((one) => `${one.name} was not measured: ${one.why}`),
    ...(cutShort === null ? [] : [`it was cut short: ${cutShort}`]),
  ].map((line) => `${toLine(line)}\n`);
  const table = functions.length === 0 ? '' : renderTable([header, ...functions.map(toRow)]);
  const notes = functions.flatMap(toNotes);
  return [
    `${toLine(name)}, measured in a jail in ${(wallMs / 1000).toFixed(1)} s\n\n`,
    colours === 'coloured' ? colour(table) : table,
    ...(notes.length === 0 ? [] : ['\n', ...notes]),
    ...comparisons.map(renderComparison),
    ...(troubles.length === 0 ? [] : ['\n', ...troubles]),
  ].join('');
}

const header = [
  'function',
  'input',
  'time',
  'declared',
  'sure',
  'next best',
  'memory',
  'declared',
  '',
] as const;

function toRow({ measured, time, space, timeAsDeclared, spaceAsDeclared }: Judged): readonly string[] {
  const { name, kind, declared_time, declared_space } = measured;
  const found = time.kind === 'found' ? time.verdict : null;
  return [
    toLine(name),
    toLine(kind),
    found === null ? 'cannot tell' : `O(${found.growth.growth.name})`,
    declared_time === null ? '' : toLine(`O(${declared_time})`),
    found === null ? '' : `${Math.round(100 * found.confidence)} %`,
    found === null ? '' : `O(${found.runnerUp.growth.name})`,
    space.kind === 'found' ? `O(${space.fit.growth.name})` : 'cannot tell',
    declared_space === null ? '' : toLine(`O(${declared_space})`),
    sayComparison(timeAsDeclared, 'time') + sayComparison(spaceAsDeclared, 'memory'),
  ];
}

function sayComparison(comparison: WithDeclared, what: string): string {
  if (comparison === 'steps as declared, time more') return 'steps as declared, but not their time ';
  return comparison === 'more than declared' ? `more ${what} than declared ` : '';
}

function toNotes({ measured: { name, kind, why, notes }, time }: Judged): readonly string[] {
  const said = [
    ...notes,
    ...(why === null ? [] : [`ended early: ${why}`]),
    ...(time.kind === 'found' ? [] : [`cannot tell: ${time.why}`]),
  ];
  return said.map((note) => `${toLine(`${name}, ${kind}: ${note}`)}\n`);
}

function renderComparison({ problem, kind, order, atSize, crossovers }: Comparison): string {
  const slowest = order.at(-1)?.nanoseconds ?? 1;
  const quickest = order[0]?.nanoseconds ?? 1;
  const rows = order.map(({ name, nanoseconds }) => [
    `  ${toLine(name)}`,
    toBar(nanoseconds, quickest, slowest),
    sayTime(nanoseconds),
  ]);
  const turns = crossovers.map(
    ({ size, below, above }) =>
      `  ${toLine(below)} is faster up to about ${size}, from there ${toLine(above)}\n`,
  );
  return `\n${toLine(problem)}, ${toLine(kind)}, at size ${atSize} (bars are logarithmic)\n${renderTable(rows)}${turns.join('')}`;
}

function toBar(nanoseconds: number, quickest: number, slowest: number): string {
  const span = Math.log(slowest / quickest) || 1;
  return '█'.repeat(1 + Math.round((barWidth - 1) * (Math.log(nanoseconds / quickest) / span)));
}

const units = [
  [1e9, 's'],
  [1e6, 'ms'],
  [1e3, 'µs'],
  [1, 'ns'],
] as const;

function sayTime(nanoseconds: number): string {
  const [size, unit] = units.find(([least]) => nanoseconds >= least) ?? [1, 'ns'];
  return `${(nanoseconds / size).toPrecision(3)} ${unit}`;
}

function colour(table: string): string {
  return table
    .replaceAll(/more \S+ than declared/g, '\u001b[31m$&\u001b[0m')
    .replaceAll('cannot tell', '\u001b[33m$&\u001b[0m')
    .replace(/^.*$/m, '\u001b[1m$&\u001b[0m');
}
