// Judges measured functions of known complexity by our rules and by those of others, on the same samples.
//   node dist-test/scripts/judge-corpus.js SAMPLES.jsonl [--all|--markdown]     --all lists what is right too
import { readFileSync } from 'node:fs';
import { classesOfOne, classesOfTwo } from '../src/services/algorithms/growth/growth-class.js';
import { decideGrowth } from '../src/services/algorithms/growth/decide-growth.js';
import { decideSpace } from '../src/services/algorithms/growth/decide-space.js';
import { type Measured, measuredLine } from '../src/services/algorithms/measured.js';
import { toCosts, toSpace, toTimes } from '../src/services/algorithms/to-points.js';
import { judgeByBigO } from './algorithms/big-o-rule.js';
import { judgeByGoogleBenchmark } from './algorithms/google-benchmark-rule.js';

interface Judged {
  readonly name: string;
  readonly known: string;
  readonly ours: string;
  readonly note: string;
  readonly bigO: string | null;
  readonly bigOUnbiased: string | null;
  readonly google: string | null;
  readonly space: { readonly known: string; readonly ours: string };
}

const unsure = 'cannot tell';
const [path = '', flag] = process.argv.slice(2);
const rows = readFileSync(path, 'utf8').trim().split('\n').map(judge);
if (flag === '--markdown') printTable();
else printMisses();
const ofOne = rows.filter(({ bigO }) => bigO !== null);
console.log(
  `time: ${tally(rows, ({ ours }) => ours)}; of one size: ours ${tally(ofOne, ({ ours }) => ours)}`,
);
console.log(
  `big_O ${tally(ofOne, ({ bigO }) => bigO)}, without its bias ${tally(ofOne, ({ bigOUnbiased }) => bigOUnbiased)}; google-benchmark ${tally(ofOne, ({ google }) => google)}`,
);
console.log(
  `off by more than one: ours ${rows.filter(({ known, ours }) => ours !== unsure && distance(known, ours) > 1).length}; cannot tell: ${rows.filter(({ ours }) => ours === unsure).length}`,
);
console.log(`space: ${rows.filter(({ space }) => space.ours === space.known).length} of ${rows.length}`);

function tally(judged: readonly Judged[], answer: (row: Judged) => string | null): string {
  return `${judged.filter((row) => answer(row) === row.known).length} of ${judged.length}`;
}

function distance(known: string, found: string): number {
  const rankOf = (wanted: string): number =>
    [classesOfOne, classesOfTwo]
      .filter((classes) => [known, found].every((name) => classes.some((one) => one.name === name)))[0]
      ?.find(({ name }) => name === wanted)?.rank ?? NaN;
  const apart = Math.abs(rankOf(known) - rankOf(found));
  return Number.isNaN(apart) ? 99 : apart;
}

function judge(line: string): Judged {
  const measured = measuredLine.parse(JSON.parse(line)) as Measured;
  const { samples, arity } = measured;
  const times = toTimes(samples);
  const growth = decideGrowth(toCosts(samples));
  const space = decideSpace(toSpace(samples));
  const found = growth.kind === 'found' ? growth.verdict : null;
  return {
    name: `${measured.name}, ${measured.kind}`,
    known: measured.declared_time ?? '',
    ours: found?.growth.growth.name ?? unsure,
    note:
      found === null
        ? (measured.why ?? '')
        : `by ${found.by}, ${(100 * found.growth.error).toFixed(1)} % (${found.runnerUp.growth.name} ${(100 * found.runnerUp.error).toFixed(1)} %), slopes ${found.slopes.counts?.toFixed(2) ?? '–'} ${found.slopes.time?.toFixed(2) ?? '–'}, sure ${found.confidence}`,
    bigO: arity === 1 ? judgeByBigO(times) : null,
    bigOUnbiased: arity === 1 ? judgeByBigO(times, 0) : null,
    google: arity === 1 ? judgeByGoogleBenchmark(times) : null,
    space: {
      known: measured.declared_space ?? '',
      ours: space.kind === 'found' ? space.fit.growth.name : 'cannot tell',
    },
  };
}

function printMisses(): void {
  for (const row of rows) {
    const right = row.ours === row.known;
    const spaceRight = row.space.ours === row.space.known;
    if (flag !== '--all' && right && spaceRight) continue;
    console.log(
      `${right ? ' ' : '✗'} ${row.name}: ${row.known} → ${row.ours} ${row.note} | big_O ${row.bigO ?? '–'} | google ${row.google ?? '–'} | ${spaceRight ? '' : '✗ '}space ${row.space.known} → ${row.space.ours}`,
    );
  }
}

function printTable(): void {
  const mark = (row: Judged, answer: string | null): string =>
    answer === null ? '–' : answer === row.known ? `${answer} ✓` : answer;
  console.log(
    '| function, input | known | ours | big_O | without its bias | google-benchmark |\n|---|---|---|---|---|---|',
  );
  for (const row of rows) {
    const cells = [row.ours, row.bigO, row.bigOUnbiased, row.google].map((answer) => mark(row, answer));
    console.log(`| ${[row.name, row.known, ...cells].join(' | ')} |`);
  }
}
