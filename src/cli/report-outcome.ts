// From an outcome to what a shell sees: an exit code, and words on stderr where the program's own are not enough.
import type { ExecutionResult, Outcome } from '../core/execution-result.js';
import type { LimitName } from '../core/isolation.js';
import { signalNumber } from '../host/signal-name.js';

type Lost = Extract<Outcome, { status: 'lost' }>;

/** As timeout(1), the shell's 128 + SIGKILL for memory, and 125 for the rest. */
const limitExitCodes: Readonly<Partial<Record<LimitName, number>>> = { wall: 124, memory: 137 };
const otherLimitExitCode = 125;
const cancelledExitCode = 130;
/** Where the signal has no name: a real-time one, or unknown. */
const fatalSignal = 9;

/** @param quiet the JSON says it all already */
export function reportOutcome(result: ExecutionResult, quiet: boolean): number {
  const say = (text: string): void => {
    if (!quiet) process.stderr.write(text);
  };
  const { outcome } = result;
  switch (outcome.status) {
    case 'completed':
      return outcome.exitCode;
    case 'raised':
      say(outcome.error.traceback);
      if (result.usage.pidsRefused > 0) say(`hint: ${refusedForks(result.usage.pidsRefused)}\n`);
      return 1;
    case 'limit':
      say(`error: ${outcome.message}\nhint: ${limitHint(outcome.limit)}\n`);
      return limitExitCodes[outcome.limit] ?? otherLimitExitCode;
    case 'cancelled':
      say(`error: ${outcome.message}\nhint: run it again to start over\n`);
      return cancelledExitCode;
    case 'lost':
      say(`error: ${outcome.message}\nhint: a crash in native code, os._exit or a fatal signal does this\n`);
      return toLostExitCode(outcome);
  }
}

/** The program's own exit code or, as a shell shows it, its signal; never 0, which os._exit(0) would make of a loss. */
function toLostExitCode({ exitCode, signal }: Lost): number {
  if (exitCode === null) return 128 + (signalNumber(signal ?? 'SIGKILL') ?? fatalSignal);
  return exitCode === 0 ? 1 : exitCode;
}

function refusedForks(count: number): string {
  return `the process limit refused a new process or thread ${count} times`;
}

function limitHint(limit: LimitName): string {
  switch (limit) {
    case 'wall':
      return 'raise it with --timeout SECONDS';
    case 'memory':
      return 'raise it with --memory MB';
    case 'output':
      return 'print less';
    case 'pids':
      return 'start fewer processes and threads';
    case 'cpu':
    case 'files':
      return 'do less at once';
  }
}
