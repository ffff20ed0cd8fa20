// What verify found as a person reads it: a row for each promise, below it each attack that was not held and what is missing here.
// Pure.
import type { JudgedAttack, PromiseRow, PromiseVerdict } from '../verify/tally-promises.js';
import type { Comparison, OutsideVerdict } from '../verify/compare-outside.js';

const colours: Readonly<Record<PromiseVerdict, number>> = {
  held: 32,
  weak: 33,
  'not held': 31,
  'not enforceable here': 33,
};

const words: Readonly<Record<PromiseVerdict, string>> = {
  held: 'held',
  weak: 'held, weakly',
  'not held': 'NOT HELD',
  'not enforceable here': 'not enforceable here',
};

/** @param isColoured whether to paint with escapes of the terminal */
export function renderVerify(rows: readonly PromiseRow[], isColoured: boolean): string {
  const nameWidth = Math.max(...rows.map(({ promise }) => promise.length));
  const verdictWidth = Math.max(...rows.map(({ verdict }) => words[verdict].length));
  const paint = (text: string, verdict: PromiseVerdict): string =>
    isColoured ? `\u001b[${colours[verdict]}m${text}\u001b[0m` : text;
  return rows
    .map((row) => {
      const verdict = paint(words[row.verdict].padEnd(verdictWidth), row.verdict);
      const count = `${row.held} of ${row.attacks.length} attacks held`;
      return [`${row.promise.padEnd(nameWidth)}  ${verdict}  ${count}`, ...renderDetails(row)].join('\n');
    })
    .map((row) => `${row}\n`)
    .join('');
}

function renderDetails({ attacks, gaps }: PromiseRow): string[] {
  const failed = attacks.filter(({ verdict }) => verdict !== 'held');
  return [
    ...failed.flatMap(renderFailure),
    ...gaps.flatMap(({ what, why, fix }) => [
      `    ${what}: ${why}`,
      ...(fix === null ? [] : fix.split('\n').map((line) => `      fix: ${line}`)),
    ]),
  ];
}

function renderFailure({ attack, result, verdict }: JudgedAttack): string[] {
  const mark = verdict === 'broke' ? 'broke' : 'not enforceable here';
  return [
    `    ${mark}: hostile/${attack.name}.py: ${attack.header.title}`,
    ...result.problems.map((problem) => `      ${toLine(problem)}`),
  ];
}

/** Nobody should take them for held. */
export function renderUntried(ids: readonly string[]): string {
  return ids.length === 0 ? '' : `\nnot attacked here, proved by tests: ${ids.join(', ')}\n`;
}

/** What an attack has printed may be anything: one line, nothing that a terminal obeys. */
export function toLine(text: string): string {
  return text.slice(0, 300).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '·');
}

const outside: Readonly<Record<OutsideVerdict, string>> = {
  broke: 'BROKE',
  held: 'held',
  unclear: 'unclear',
};

/** Attacks that are harmless anywhere, side by side. */
export function renderComparison(comparison: Comparison, rows: readonly PromiseRow[]): string {
  const verdicts = new Map(
    rows.flatMap(({ attacks }) => attacks.map(({ attack, verdict }) => [attack.name, verdict] as const)),
  );
  const width = Math.max(6, ...comparison.map(({ name }) => name.length));
  const head = `\n${'attack'.padEnd(width)}  plain Python  one bwrap  this jail\n`;
  const lines = comparison.map(({ name, plainPython, oneBubblewrap }) => {
    const bwrap = oneBubblewrap === null ? 'none here' : outside[oneBubblewrap];
    const here = verdicts.get(name) === 'held' ? 'held' : 'BROKE';
    return `${name.padEnd(width)}  ${outside[plainPython].padEnd(12)}  ${bwrap.padEnd(9)}  ${here}\n`;
  });
  return head + lines.join('');
}
