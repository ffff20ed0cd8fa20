// A run in a sandbox of one of our backends that waits, beside a command that its engine itself executes in one that runs: the same Python
// and the same folders. Ours is sealed, has limits, and is used once; theirs is neither.
import { defaultLimits, defaultTotalLimits } from '#pymcp/core/limits.js';
import { monotonicMs } from '#pymcp/host/clock.js';
import type { Backend, Template } from '#pymcp/sandbox/backend-contract.js';
import type { Arena } from './arena.js';
import { programs } from './baselines.js';
import type { Measurement } from './report.js';
import { type Entrant, measureRounds } from './rounds.js';
import { judge, type TargetName } from './targets.js';
import { toRows } from './to-rows.js';

/** Of the engine's own sandbox. */
export const warmName = 'pymcp-bench';

/** The engine's own sandbox, which runs. */
export interface TheirSandbox {
  /** Executes a command in it, once. @returns milliseconds */
  readonly timeOnce: (command: readonly string[]) => Promise<number>;
  readonly end: () => Promise<void>;
}

export interface WarmEngine {
  /** What the rows are called. */
  readonly theirs: string;
  readonly ours: string;
  readonly target: TargetName;
  readonly backend: Backend;
  /** @returns why there is none on this machine, in place of one */
  readonly startTheirs: (arena: Arena) => Promise<TheirSandbox | string>;
}

export async function measureWarm(arena: Arena, engine: WarmEngine): Promise<Measurement> {
  const { entrants, end } = await enter(arena, engine);
  const tried = await measureRounds(entrants, { ...arena.options, warmUp: 2 }).finally(end);
  const rows = toRows(tried, {
    unit: 'ms',
    reference: engine.theirs,
    judge: (label, _p50, ratio) => (label === engine.ours ? [judge(engine.target, ratio)] : []),
  });
  return { rows, notes: [] };
}

interface Entered {
  readonly entrants: readonly Entrant[];
  readonly end: () => Promise<void>;
}

async function enter(arena: Arena, { theirs, ours, backend, startTheirs }: WarmEngine): Promise<Entered> {
  const their = await startTheirs(arena);
  if (typeof their === 'string')
    return {
      entrants: [
        { label: theirs, side: 'baseline', absent: their },
        { label: ours, side: 'ours', absent: their },
      ],
      end: () => Promise.resolve(),
    };
  const { interpreter } = arena.installation;
  const engine = backend.openEngine({ total: defaultTotalLimits });
  const template = await engine.openTemplate({ interpreter, preload: [], strict: false });
  const command = [interpreter, '-I', '-c', programs.pass];
  return {
    entrants: [
      { label: theirs, side: 'baseline', measure: () => their.timeOnce(command) },
      { label: ours, side: 'ours', measure: () => timeWarm(template) },
    ],
    end: async () => {
      await engine.close();
      await their.end();
    },
  };
}

/** From the moment the code is handed over until its result is there; the sandbox has waited. */
async function timeWarm(template: Template): Promise<number> {
  const sandbox = await template.launch(defaultLimits);
  for (const stream of [sandbox.stdout, sandbox.stderr]) stream.resume();
  const started = monotonicMs();
  sandbox.channel.run({ code: programs.pass, fileName: 'main.py', files: [], limits: defaultLimits });
  const event = await sandbox.channel.receive();
  const tookMs = monotonicMs() - started;
  sandbox.kill();
  await sandbox.ended;
  if (event.type !== 'completed') throw new Error(`it ended as ${event.type}`);
  return tookMs;
}
