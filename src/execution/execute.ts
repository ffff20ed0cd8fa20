// One execution: hand the program over, keep the clock, settle on the first cause of its end.
import { noArtifacts } from '../core/exchanged-file.js';
import type { ExecutionRequest } from '../core/execution-request.js';
import type { ExecutionResult } from '../core/execution-result.js';
import type { RunNetwork } from '../core/network.js';
import { isWithin, monotonicMs, sleep } from '../host/clock.js';
import type { Sandbox, SandboxEnd, Template } from '../sandbox/backend-contract.js';
import { captureOutput, type OutputCapture } from '../sandbox/channel/output-capture.js';
import type { OutputListener } from '../sandbox/channel/redacted-output.js';
import type { Cause } from './cause.js';
import { countOutput } from './count-output.js';
import { settleOutcome } from './settle-outcome.js';
import { type JailedResult, withNetworkTold } from './with-network-told.js';
import { waitForCause } from './wait-for-cause.js';
import { whenAborted } from './when-aborted.js';

/** Who watches an execution. */
export interface ExecutionObserver {
  readonly onStdout?: OutputListener;
  readonly onStderr?: OutputListener;
  /** Aborting it ends the run as `cancelled`. */
  readonly signal?: AbortSignal;
}

/** Where sandboxes come from: a template, or a pool of them that wait. */
export type SandboxSource = Pick<Template, 'launch'>;

/** After its answer a program's process ends by itself; one that does not is hostile. */
const leaveTimeoutMs = 5_000;
/** What a run has written by its end is on its way. */
const lastWordsMs = 500;
const lastWordsWaits = 4;
/** As python3's after an uncaught exception. */
const raisedExitCode = 1;

/**
 * Runs a program in a sandbox that nobody used before (jail.once); nothing of it is left when the promise resolves.
 * @throws PymcpError where the sandbox cannot be made (fail.closed)
 */
export async function execute(
  source: SandboxSource,
  request: ExecutionRequest,
  observer: ExecutionObserver = {},
  network: RunNetwork | null = null,
): Promise<ExecutionResult> {
  const { result, ended } = await start(source, request, observer, network, leave);
  await ended;
  return result;
}

/** A result that is there while the last of its sandbox may still be on its way out. */
export interface Answered {
  readonly result: ExecutionResult;
  /** Resolves when nothing of the sandbox is left. Never rejects. */
  readonly ended: Promise<unknown>;
}

/**
 * As `execute`, but an ordinary result does not wait for the end of the processes, which the kernel takes longer for than
 * for the program: it is there when the program has answered, its output was read, what the kernel counted was read, and
 * everything in the sandbox is being killed. Any other ending is waited for as ever. Not for a writable workspace: what
 * a run has made there is known when its last process is gone.
 */
export function executeToAnswer(
  source: SandboxSource,
  request: ExecutionRequest,
  observer: ExecutionObserver = {},
  network: RunNetwork | null = null,
): Promise<Answered> {
  return start(source, request, observer, network, leaveWithAnswer);
}

/** How a sandbox is left: what is known of its end then. */
type Leave = (
  sandbox: Sandbox,
  cause: Cause,
  output: CapturedStreams,
  cancelled: Promise<void>,
) => Promise<SandboxEnd>;

async function start(
  source: SandboxSource,
  request: ExecutionRequest,
  observer: ExecutionObserver,
  network: RunNetwork | null,
  leaveBy: Leave,
): Promise<Answered> {
  const sandbox = await source.launch(request.limits);
  const over = new AbortController();
  try {
    const cancelled = whenAborted(observer.signal, over.signal);
    // fail.closed: without its network it is not run.
    if (network !== null) await sandbox.channel.equip(network.equipment);
    const result = await runToItsEnd(sandbox, request, observer, cancelled, leaveBy);
    return { result: withNetworkTold(result, network, request.redactor), ended: sandbox.ended };
  } catch (error) {
    // Our own failure: the sandbox must not outlive it.
    sandbox.kill();
    await sandbox.ended;
    throw error;
  } finally {
    over.abort('over');
  }
}

async function runToItsEnd(
  sandbox: Sandbox,
  request: ExecutionRequest,
  observer: ExecutionObserver,
  cancelled: Promise<void>,
  leaveBy: Leave,
): Promise<JailedResult> {
  const started = monotonicMs();
  const output = captureBoth(sandbox, request, observer);
  sandbox.setPace('running');
  // Cancelled while the sandbox was made: its program is never handed over.
  if (observer.signal?.aborted !== true) sandbox.channel.run(request);
  const { wallMs } = request.limits;
  const cause = await waitForCause({ sandbox, wallMs, overflowed: output.overflowed, cancelled });
  const ranMs = monotonicMs() - started;
  const end = await leaveBy(sandbox, cause, output, cancelled);
  const outcome = settleOutcome(cause, end, request.limits);
  const hasAnswered = outcome.status === 'completed' || outcome.status === 'raised';
  return {
    outcome,
    stdout: output.stdout(hasAnswered ? 'whole' : 'cut'),
    stderr: output.stderr(hasAnswered ? 'whole' : 'cut'),
    ...(hasAnswered ? sandbox.channel.artifacts : noArtifacts),
    createdProtected: request.redactor?.redactValue(end.createdProtected) ?? end.createdProtected,
    usage: {
      wallMs: Math.round(ranMs * 1000) / 1000,
      cpuMs: end.cpuMs,
      peakMemoryBytes: end.peakMemoryBytes,
      pidsRefused: end.pidsRefused,
    },
    limits: sandbox.levels,
    isolation: sandbox.isolation,
    session: null,
  };
}

/**
 * The agent has sent its answer after its output was taken (guest/pymcp_guest/agent.py), so all of it is here. Where the
 * reader of the output holds it back, it is not, and the ordinary end is waited for.
 */
const leaveWithAnswer: Leave = async (sandbox, cause, output, cancelled) => {
  const answer = cause.kind === 'answer' ? cause.event : null;
  const isOrdinary = answer?.type === 'completed' || answer?.type === 'raised';
  if (!isOrdinary || output.isHeld()) return leave(sandbox, cause, output, cancelled);
  const exitCode = answer.type === 'completed' ? answer.exitCode : raisedExitCode;
  const { cpuMs, peakMemoryBytes, pidsRefused, oomKills } = sandbox.readUsage();
  if (exitCode === null || oomKills > 0) return leave(sandbox, cause, output, cancelled);
  sandbox.kill();
  return {
    // A program can end with any code that it likes: what it says is as good as what the kernel would.
    exitCode,
    signal: null,
    withTemplate: false,
    limit: null,
    cpuMs,
    peakMemoryBytes,
    pidsRefused,
    createdProtected: [],
    leftovers: [],
  };
};

/** Waits until nothing is left, with as much patience as the cause deserves. */
async function leave(
  sandbox: Sandbox,
  cause: Cause,
  output: CapturedStreams,
  cancelled: Promise<void>,
): Promise<SandboxEnd> {
  const isHostile = cause.kind === 'answer' && ['violation', 'ready', 'refused'].includes(cause.event.type);
  if (cause.kind === 'answer' && !isHostile) {
    await isWithin(sandbox.ended, leaveTimeoutMs);
  }
  sandbox.kill();
  const end = await sandbox.ended;
  // Whoever cancels, before or now, does not wait for a reader that has stopped reading.
  await Promise.race([lastOutput(output), cancelled.then(() => sleep(lastWordsMs))]);
  output.drop();
  return end;
}

/**
 * Until the last of the output was read. Somebody else may have been handed the other end, by way of a workspace, and keep
 * it open: then what is there is all.
 */
async function lastOutput(output: CapturedStreams): Promise<void> {
  const isOver = new AbortController();
  void output.finished.then(() => {
    isOver.abort();
  });
  for (let waits = 0; waits < lastWordsWaits && !isOver.signal.aborted;) {
    await sleep(lastWordsMs, isOver.signal);
    if (!output.isHeld()) waits += 1;
  }
}

interface CapturedStreams {
  readonly overflowed: Promise<void>;
  readonly finished: Promise<unknown>;
  /** Whether a reader holds one of them back. */
  readonly isHeld: () => boolean;
  /** Reads nothing more. */
  readonly drop: () => void;
  readonly stdout: OutputCapture['output'];
  readonly stderr: OutputCapture['output'];
}

function captureBoth(
  sandbox: Sandbox,
  { limits, redactor }: ExecutionRequest,
  observer: ExecutionObserver,
): CapturedStreams {
  const drop = (): void => {
    sandbox.stdout.destroy();
    sandbox.stderr.destroy();
  };
  // What still comes until the sandbox has gone is not read: a flood does not grow while a busy host is late.
  const { add, overflowed } = countOutput(limits.streamBytes, drop);
  const stdout = captureOutput(sandbox.stdout, limits.outputBytes, add, observer.onStdout, redactor);
  const stderr = captureOutput(sandbox.stderr, limits.outputBytes, add, observer.onStderr, redactor);
  return {
    overflowed,
    finished: Promise.all([stdout.finished, stderr.finished]),
    isHeld: () => [sandbox.stdout, sandbox.stderr].some((stream) => stream.isPaused() && !stream.destroyed),
    drop,
    stdout: stdout.output,
    stderr: stderr.output,
  };
}
