// The oracle: runs one attack against a gateway, and looks from outside whether it was held. What the attack says of itself can
// only make it worse.
import { isWithin, monotonicMs, sleep } from '../host/clock.js';
import type { GatewayFootprint } from '../host/gateway-footprint.js';
import { runCommand } from '../host/run-command.js';
import type { Attack } from './attack.js';
import type { AttackedGateway } from './attacked-gateway.js';
import type { Canaries, PlantedWorkspace } from './canaries.js';
import { findSecret } from './find-secret.js';
import { excessesOf } from './find-excesses.js';
import { describeAnswer, findVerdict, problemsOf } from './judge-answer.js';
import type { RunAnswer } from './wire.js';

export interface Trial {
  readonly attack: Attack;
  readonly gateway: AttackedGateway;
  readonly canaries: Canaries;
  readonly workspace: PlantedWorkspace | null;
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

const secondMs = 1_000;
/** What this is for a second: so many starts of a plain Python, on a machine that is slow or has other work at the moment. */
const startsInASecond = 20;
/** What is later than this has hung. */
const mostPlainMs = 15_000;
const ordinaryPatienceMs = 60_000;
/** By then the first of several is at work. */
const besideMs = 300;

export async function tryAttack(trial: Trial): Promise<TrialResult> {
  const { attack, gateway } = trial;
  const started = monotonicMs();
  const answers = await runAll(trial);
  const problems = answers.flatMap((answer) =>
    answer === 'late' ? ['no result in time'] : problemsOf(answer, attack.header.expects),
  );
  const results = answers.filter((answer) => answer !== 'late' && answer !== null);
  problems.push(...leaks(results, trial.canaries.secret));
  problems.push(...results.flatMap((answer) => (answer.kind === 'result' ? excessesOf(answer.result) : [])));
  if (attack.header.mustDiffer) problems.push(...repetitions(results));
  problems.push(...(await aftermath(gateway)));
  problems.push(...trial.canaries.problems());
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

/** secret: in no part of any result, in no encoding. */
function leaks(answers: readonly RunAnswer[], secret: string): string[] {
  const texts = answers.flatMap((answer) => {
    const decoded = answer.kind === 'result' ? textsOf(answer) : [];
    return [JSON.stringify(answer), ...decoded];
  });
  return findSecret(secret, texts).map((encoding) => `the planted secret is in the result (${encoding})`);
}

function textsOf({ result }: Extract<RunAnswer, { kind: 'result' }>): readonly string[] {
  const { stdout, stderr, others, outcome, createdProtected } = result;
  const said =
    outcome.status === 'completed'
      ? [outcome.value ?? '']
      : outcome.status === 'raised'
        ? [outcome.error.name, outcome.error.message, outcome.error.traceback]
        : [outcome.message];
  return [stdout, stderr, ...others, ...createdProtected, ...said];
}

function repetitions(answers: readonly RunAnswer[]): string[] {
  const [one, two] = answers.map((answer) => (answer.kind === 'result' ? findVerdict(answer.result) : null));
  if (one === undefined || two === undefined || one === null || two === null)
    return ['two runs did not both answer'];
  const words = one.split(' ').slice(1);
  const again = two.split(' ').filter((word) => words.includes(word));
  return again.length === 0 ? [] : [`two runs drew the same: ${again.join(' ')}`];
}

/** The gateway serves the next within a second, and a second later holds no more of the machine than before. */
async function aftermath(gateway: AttackedGateway): Promise<string[]> {
  const [nextMs, startMs] = await Promise.all([gateway.timePlainRun(mostPlainMs), timePlainPython()]);
  if (gateway.isGone) return ['the gateway has ended'];
  const patienceMs = Math.max(secondMs, startsInASecond * startMs);
  const problems =
    nextMs === null
      ? ['the next run was not served']
      : nextMs > patienceMs
        ? [`the next run was served after ${Math.round(nextMs)} ms only`]
        : [];
  const deadline = monotonicMs() + patienceMs;
  for (;;) {
    const left = leftovers(gateway.footprint(), gateway.atRest);
    if (left.length === 0) return problems;
    if (monotonicMs() > deadline) return [...problems, ...left];
    await sleep(25);
  }
}

/** The pace of the machine at this moment: a Python that has nothing to do with the gateway, beside the run that is timed. */
async function timePlainPython(): Promise<number> {
  const started = monotonicMs();
  await runCommand('/usr/bin/python3', ['-I', '-c', 'pass'], { timeoutMs: mostPlainMs, env: {} });
  return monotonicMs() - started;
}

function leftovers(now: GatewayFootprint, before: GatewayFootprint): string[] {
  const more = (['descriptors', 'processes', 'mounts'] as const)
    .filter((what) => now[what] > before[what])
    .map((what) => `${now[what] - before[what]} ${what} more than before`);
  const gone = (['processes', 'mounts'] as const)
    .filter((what) => now[what] < before[what])
    .map((what) => `${before[what] - now[what]} ${what} of the gateway are gone`);
  const groups = now.groups.filter((path) => !before.groups.includes(path));
  const files = now.files.filter((path) => !before.files.includes(path));
  return [...more, ...gone, ...[...groups, ...files].map((path) => `${path} is left`)];
}
