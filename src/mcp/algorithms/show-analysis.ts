// An analysis in a few lines for a model: what each function costs, who is fastest where, what went wrong. Pure. Names and notes are
// the guest's words: they go between fences.
import type { Analysis } from '../../services/algorithms/analysis.js';
import type { Comparison } from '../../services/algorithms/compare-solvers.js';
import type { Comparison as WithDeclared, Judged } from '../../services/algorithms/judge-measured.js';
import { showLine } from '../run-python/show-controls.js';
import { shorten } from '../run-python/shorten.js';
import { toSection } from '../run-python/to-section.js';

const mostCharacters = 20_000;

export function showAnalysis(analysis: Analysis): string[] {
  const { functions, comparisons, skipped, notLoaded, cutShort } = analysis;
  const troubles = [
    ...(notLoaded === null ? [] : [`could not be loaded: ${notLoaded}`]),
    ...(cutShort === null ? [] : [`was cut short: ${cutShort}`]),
    ...skipped.map(({ name, why }) => `${name} was not measured: ${why}`),
  ];
  return [
    ...toLines('What each function costs', functions.flatMap(sayFunction)),
    ...toLines('Which is faster', comparisons.flatMap(sayComparison)),
    ...toLines('What went wrong', troubles),
  ];
}

function toLines(title: string, lines: readonly string[]): string[] {
  return toSection(title, shorten(lines.map(showLine).join('\n'), mostCharacters));
}

function sayFunction({ measured, time, space, timeAsDeclared, spaceAsDeclared, checks }: Judged): string[] {
  const { name, kind, declared_time, declared_space, notes, why } = measured;
  const found = time.kind === 'found' ? time.verdict : null;
  const costs =
    found === null
      ? `time cannot be told${time.kind === 'found' ? '' : ` (${time.why})`}`
      : `time O(${found.growth.growth.name}), ${Math.round(100 * found.confidence)} % sure, next best O(${found.runnerUp.growth.name})`;
  const memory = space.kind === 'found' ? `memory O(${space.fit.growth.name})` : 'memory cannot be told';
  const line = [
    costs + sayDeclared(declared_time, timeAsDeclared),
    memory + sayDeclared(declared_space, spaceAsDeclared),
  ].join('; ');
  return [
    `${name} (${kind}): ${line}`,
    ...(why === null ? [] : [`  ended early: ${why}`]),
    ...notes.map((note) => `  ${note}`),
    ...checks
      .filter(({ state }) => state !== 'ok')
      .map((one) => `  ${one.name}: ${one.state}, ${one.detail}`),
  ];
}

function sayDeclared(declared: string | null, comparison: WithDeclared): string {
  return declared === null ? '' : ` [declared O(${declared}): ${comparison}]`;
}

function sayComparison({ problem, kind, order, atSize, crossovers }: Comparison): string[] {
  return [
    `${problem}, ${kind}, at size ${atSize}: ${order.map(({ name, nanoseconds }) => `${name} ${sayTime(nanoseconds)}`).join(', ')}`,
    ...crossovers.map(
      ({ size, below, above }) => `  ${below} is faster up to about ${size}, from there on ${above}`,
    ),
  ];
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
