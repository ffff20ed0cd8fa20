// The oracle: runs one attack against a gateway, and looks from outside whether it was held. What the attack says of itself can
// only make it worse.
import { isWithin, monotonicMs, sleep } from '../host/clock.js';
import type { Attack } from './attack.js';
import type { AttackedGateway } from './attacked-gateway.js';
import type { Canaries, PlantedWorkspace } from './canaries.js';
import { compareFootprints } from './compare-footprints.js';
import { findSecret } from './find-secret.js';
import { excessesOf } from './find-excesses.js';
import { describeAnswer, findVerdict, problemsOf } from './judge-answer.js';
import { saidBy } from './said-by.js';
import type { Stage } from './stage/stage.js';
import { timePlainPython, toPatience } from './time-patience.js';
import { watchAnswers } from './watch-answers.js';
import type { RunAnswer } from './wire.js';

export interface Trial {
  readonly attack: Attack;
  readonly gateway: AttackedGateway;
  readonly canaries: Canaries;
  readonly workspace: PlantedWorkspace | null;
  /** Where its network leads; without it it has none. */
  readonly stage?: Stage | null;
  /** The text of hostile/attack.py. */
  readonly library: string;
  /** What takes longer has hung. The deadline of the gateway is the longest of all that are within it. */
  readonly patienceMs?: number | undefined;
}

export interface TrialResult {
  readonly name: string;
  /** Empty where it was held. */
  readonly problems: readonly string[];
  /** How its runs ended. */
  readonly outcomes: readonly string[];
  /** The line that the attack has printed. */
  readonly said: string | null;
  readonly ms: number;
}

/** What is later than this has hung. */
const mostPlainMs = 15_000;
const ordinaryPatienceMs = 60_000;
/** By then the first of several is at work. */
const besideMs = 300;

export async function tryAttack(trial: Trial): Promise<TrialResult> {
  const { attack, gateway } = trial;
  const started = monotonicMs();
  const running = runAll(trial);
  const [answers, late] = await Promise.all([running, watchAnswers(gateway, running)]);
  const problems = answers.flatMap((answer) =>
    answer === 'late' ? ['no result in time'] : problemsOf(answer, attack.header.expects),
  );
  const results = answers.filter((answer) => answer !== 'late' && answer !== null);
  problems.push(...late);
  problems.push(...results.flatMap((answer) => (answer.kind === 'result' ? excessesOf(answer.result) : [])));
  if (attack.header.mustDiffer) problems.push(...repetitions(results));
  problems.push(...(await aftermath(gateway)));
  problems.push(...leaks(results, gateway.takeSaid(), trial.canaries.secret));
  problems.push(...trial.canaries.problems(), ...(trial.stage?.problems() ?? []));
  const reported = results.flatMap((answer) =>
    answer.kind === 'result' ? answer.result.createdProtected : [],
  );
  const isWritable = attack.header.workspace === 'writable';
  problems.push(...((await trial.workspace?.problems(trial.canaries.secret, reported, isWritable)) ?? []));
  return {
    name: attack.name,
    problems: [...new Set(problems)],
    outcomes: answers.map((answer) => (answer === 'late' ? 'late' : describeAnswer(answer))),
    said:
      results.map((answer) => (answer.kind === 'result' ? findVerdict(answer.result) : null)).at(-1) ?? null,
    ms: Math.round(monotonicMs() - started),
  };
}

type Run = RunAnswer | 'late' | null;

async function runAll(trial: Trial): Promise<Run[]> {
  const { runs } = trial.attack.header;
  if (runs === 'beside') return (await Promise.all([runOnce(trial, 1), runBeside(trial)])).flat();
  const first = await runOnce(trial, 1);
  return runs === 'once' ? [first] : [first, await runOnce(trial, 2)];
}

/** Born one after the other while the first is at work. */
async function runBeside(trial: Trial): Promise<Run[]> {
  await sleep(besideMs);
  return [await runOnce(trial, 2), await runOnce(trial, 3), await runOnce(trial, 4)];
}

async function runOnce(trial: Trial, turn: number): Promise<Run> {
  const { attack, gateway, canaries, library, patienceMs = ordinaryPatienceMs } = trial;
  const mark = `mark${Buffer.from(attack.name).toString('hex').slice(-12)}`;
  const target = { ...canaries.describe(), mark, turn, gateway: gateway.pid };
  const files = { 'attack.py': library, 'target.json': JSON.stringify(target) };
  const run = gateway.run({ code: attack.code, files, limits: attack.header.limits });
  return (await isWithin(run, patienceMs)) ? run : 'late';
}

/** The secret: in no part of any result, nor in what the gateway says of itself, in no encoding. */
function leaks(answers: readonly RunAnswer[], log: string, secret: string): string[] {
  const texts = answers.flatMap((answer) => {
    const decoded = answer.kind === 'result' ? textsOf(answer) : [];
    return [JSON.stringify(answer), ...decoded];
  });
  return [
    ...findSecret(secret, texts).map((encoding) => `the planted secret is in the result (${encoding})`),
    ...findSecret(secret, [log]).map(
      (encoding) => `the planted secret is in what the gateway logs (${encoding})`,
    ),
  ];
}

function textsOf({ result }: Extract<RunAnswer, { kind: 'result' }>): readonly string[] {
  const { stdout, stderr, others, createdProtected } = result;
  return [stdout, stderr, ...others, ...createdProtected, ...saidBy(result)];
}

function repetitions(answers: readonly RunAnswer[]): string[] {
  const [one, two] = answers.map((answer) => (answer.kind === 'result' ? findVerdict(answer.result) : null));
  if (one === undefined || two === undefined || one === null || two === null)
    return ['two runs did not both answer'];
  const words = one.split(' ').slice(1);
  const again = two.split(' ').filter((word) => words.includes(word));
  return again.length === 0 ? [] : [`two runs drew the same: ${again.join(' ')}`];
}

/** So often what a plain run takes is as good as a second, where it takes longer than that. */
const plainRuns = 3;

/** The gateway serves the next within a second, and a second later holds no more of the machine than before. */
async function aftermath(gateway: AttackedGateway): Promise<string[]> {
  const [nextMs, pythonMs] = await Promise.all([gateway.timePlainRun(mostPlainMs), timePlainPython()]);
  const { ms, pythons } = gateway.plainRun;
  const patienceMs = Math.max(toPatience(pythonMs), plainRuns * Math.max(ms, pythons * pythonMs));
  if (gateway.isGone) return ['the gateway has ended'];
  const problems =
    nextMs === null
      ? ['the next run was not served']
      : nextMs > patienceMs
        ? [`the next run was served after ${Math.round(nextMs)} ms only`]
        : [];
  const deadline = monotonicMs() + patienceMs;
  for (;;) {
    const left = compareFootprints(gateway.footprint(), gateway.atRest);
    if (left.length === 0) return problems;
    if (monotonicMs() > deadline) return [...problems, ...left];
    await sleep(25);
  }
}
