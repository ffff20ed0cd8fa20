// A cold run against its baselines, all in one process and interleaved, so that the machine's noise meets everyone alike.
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { findEnvironment } from '../src/execution/environments.js';
import { execute } from '../src/execution/execute.js';
import { openTemplate } from '../src/execution/open-template.js';
import type { ExecutionResult } from '../src/core/execution-result.js';
import { monotonicMs } from '../src/host/clock.js';
import { rm } from '../src/host/files.js';
import { currentIdentity, type Identity } from '../src/host/process-identity.js';
import { requireBubblewrap } from '../src/sandbox/backends/bubblewrap/bubblewrap-program.js';
import { describePython } from '../src/sandbox/backends/bubblewrap/python-installation.js';
import type { Template } from '../src/sandbox/backend-contract.js';
import { toBubblewrapRun, toPlainPython } from './baselines.js';
import {
  request,
  timeColdRun,
  timeCommandLine,
  timeLaunch,
  timeSpawn,
  timeUntilAnswer,
} from './contestants.js';
import { type Launcher, openLauncher } from './launcher.js';
import { describeMachine, type Machine } from './machine.js';
import { type Summary, summarize } from './statistics.js';
import { timeConcurrently } from './throughput.js';

export interface ColdRunOptions {
  readonly rounds: number;
  /** Idle time before each start: real calls do not come back to back, and the kernel forgets (docs/benchmarks.md). */
  readonly pauseMs: number;
}

export interface ColdRunReport {
  readonly machine: Machine;
  readonly options: ColdRunOptions;
  readonly templateStartMs: number;
  /** Milliseconds by contestant; the one named `baseline` is what ratios are against. */
  readonly latencies: Readonly<Record<string, Summary>>;
  readonly runsPerSecond: Readonly<Record<string, Summary>>;
  readonly baselineArgv: readonly string[];
  readonly isolation: ExecutionResult['isolation'];
  readonly limits: ExecutionResult['limits'];
}

export const baseline = 'bwrap … python3 -I';

const warmUpRounds = 5;
/** The command line is slow and for information: not in every round. */
const commandLineEvery = 10;
const atOnce = 8;
const throughputRounds = 5;
const throughputRuns = 100;

interface Arena {
  readonly template: Template;
  readonly launcher: Launcher;
  readonly identity: Identity | null;
  readonly plain: readonly string[];
  readonly bubblewrapRun: readonly string[];
  readonly bareBubblewrapRun: readonly string[];
  readonly programFile: string;
}

type Contestants = Readonly<Record<string, () => Promise<number>>>;

export async function measureColdRuns(options: ColdRunOptions): Promise<ColdRunReport> {
  const policy = { ...findEnvironment(request.environment), strict: false };
  const [bubblewrap, python] = await Promise.all([requireBubblewrap(), describePython(policy.interpreter)]);
  const machine = await describeMachine(bubblewrap, python);
  const started = monotonicMs();
  const template = await openTemplate(policy);
  const templateStartMs = monotonicMs() - started;
  const { isolation, limits } = await execute(template, request);
  const identity = isolation.hostUid === currentIdentity().uid ? null : toIdentity(isolation.hostUid);
  const launcher = openLauncher(python.interpreter, identity);
  const programFile = join(tmpdir(), `pymcp-bench-${process.pid}.py`);
  await writeFile(programFile, request.code);
  const arena: Arena = {
    template,
    launcher,
    identity,
    plain: toPlainPython(python),
    bubblewrapRun: toBubblewrapRun(bubblewrap, python, 'withSite'),
    bareBubblewrapRun: toBubblewrapRun(bubblewrap, python, 'withoutSite'),
    programFile,
  };
  try {
    const latencies = await measureLatencies(arena, options);
    const runsPerSecond = await measureThroughput(arena);
    const baselineArgv = arena.bubblewrapRun;
    return { machine, options, templateStartMs, latencies, runsPerSecond, baselineArgv, isolation, limits };
  } finally {
    await launcher.close();
    await template.close();
    await rm(programFile, { force: true });
  }
}

/** Under root a sandbox's user and group id are the same number. */
function toIdentity(uid: number): Identity {
  return { uid, gid: uid };
}

async function measureLatencies(
  arena: Arena,
  options: ColdRunOptions,
): Promise<Readonly<Record<string, Summary>>> {
  const { template, launcher, identity, plain, bubblewrapRun, bareBubblewrapRun, programFile } = arena;
  const everyRound: Contestants = {
    'python3 -I, no jail': () => launcher.timeOnce(plain),
    [baseline]: () => launcher.timeOnce(bubblewrapRun),
    'bwrap … python3 -I -S': () => launcher.timeOnce(bareBubblewrapRun),
    'cold run, all layers': () => timeColdRun(template),
    '  until the answer': () => timeUntilAnswer(template),
    '  until it is sealed': () => timeLaunch(template),
    'bwrap, started by Node.js': () => timeSpawn(bubblewrapRun, identity),
  };
  const someRounds: Contestants = {
    'pymcp run, start to end': () => timeCommandLine(programFile),
  };
  const samples: Record<string, number[]> = {};
  const runAll = async (contestants: Contestants, keep: boolean): Promise<void> => {
    for (const [name, run] of Object.entries(contestants)) {
      if (options.pauseMs > 0) await pause(options.pauseMs);
      const ms = await run();
      if (keep) (samples[name] ??= []).push(ms);
    }
  };
  for (let round = -warmUpRounds; round < options.rounds; round += 1) {
    await runAll(everyRound, round >= 0);
    if (round % commandLineEvery === 0) await runAll(someRounds, round >= 0);
  }
  return toSummaries(samples);
}

async function measureThroughput(arena: Arena): Promise<Readonly<Record<string, Summary>>> {
  const { template, launcher, bubblewrapRun } = arena;
  const samples: Record<string, number[]> = {};
  for (let round = 0; round < throughputRounds; round += 1) {
    const theirs = await launcher.timeMany(bubblewrapRun, throughputRuns, atOnce);
    const ours = await timeConcurrently(() => timeColdRun(template), throughputRuns, atOnce);
    (samples[`${baseline}, ${atOnce} at a time`] ??= []).push((throughputRuns / theirs) * 1000);
    (samples[`cold runs, ${atOnce} at a time`] ??= []).push((throughputRuns / ours) * 1000);
  }
  return toSummaries(samples);
}

function toSummaries(samples: Readonly<Record<string, readonly number[]>>): Record<string, Summary> {
  return Object.fromEntries(Object.entries(samples).map(([name, values]) => [name, summarize(values)]));
}
