// One execution: hand the program over, keep the clock, settle on the first cause of its end.
import { noArtifacts } from '../core/exchanged-file.js';
import type { ExecutionRequest } from '../core/execution-request.js';
import type { ExecutionResult } from '../core/execution-result.js';
import type { Limits } from '../core/limits.js';
import { monotonicMs, sleep } from '../host/clock.js';
import type { Sandbox, SandboxEnd, Template } from '../sandbox/backend-contract.js';
import { captureOutput, type OutputListener } from '../sandbox/channel/output-capture.js';
import type { Cause } from './cause.js';
import { settleOutcome } from './settle-outcome.js';

/** Who watches an execution. */
export interface ExecutionObserver {
  readonly onStdout?: OutputListener;
  readonly onStderr?: OutputListener;
  /** Aborting it ends the run as `cancelled`. */
  readonly signal?: AbortSignal;
}

/** After its answer a program's process ends by itself; one that does not is hostile. */
const leaveTimeoutMs = 5_000;
/** What a cancelled run has written by its end is on its way. */
const lastWordsMs = 500;

/**
 * Runs a program in a sandbox that nobody used before (jail.once); nothing of it is left when the promise resolves.
 * @throws PymcpError where the sandbox cannot be made (fail.closed)
 */
export async function execute(
  template: Template,
  request: ExecutionRequest,
  observer: ExecutionObserver = {},
): Promise<ExecutionResult> {
  const sandbox = await template.launch(request.limits);
  const over = new AbortController();
  try {
    return await runToItsEnd(sandbox, request, observer, whenAborted(observer.signal, over.signal));
  } catch (error) {
    // Our own failure: the sandbox must not outlive it.
    sandbox.kill();
    await sandbox.ended;
    throw error;
  } finally {
    over.abort();
  }
}

async function runToItsEnd(
  sandbox: Sandbox,
  request: ExecutionRequest,
  observer: ExecutionObserver,
  cancelled: Promise<void>,
): Promise<ExecutionResult> {
  const started = monotonicMs();
  const output = captureBoth(sandbox, request.limits, observer);
  // Cancelled while the sandbox was made: its program is never handed over.
  if (observer.signal?.aborted !== true) sandbox.channel.run(request);
  const cause = await waitForCause(sandbox, request.limits, output.overflowed, cancelled);
  const wallMs = monotonicMs() - started;
  const end = await leave(sandbox, cause);
  // Whoever cancels does not wait for a reader that has stopped reading.
  await Promise.race([output.finished, cancelled.then(() => sleep(lastWordsMs))]);
  const outcome = settleOutcome(cause, end, request.limits);
  const hasAnswered = outcome.status === 'completed' || outcome.status === 'raised';
  return {
    outcome,
    stdout: output.stdout(),
    stderr: output.stderr(),
    ...(hasAnswered ? sandbox.channel.artifacts : noArtifacts),
    createdProtected: end.createdProtected,
    usage: {
      wallMs: Math.round(wallMs * 1000) / 1000,
      cpuMs: end.cpuMs,
      peakMemoryBytes: end.peakMemoryBytes,
      pidsRefused: end.pidsRefused,
    },
    limits: sandbox.levels,
    isolation: sandbox.isolation,
    session: null,
  };
}

async function waitForCause(
  sandbox: Sandbox,
  limits: Limits,
  overflowed: Promise<void>,
  cancelled: Promise<void>,
): Promise<Cause> {
  const settled = new AbortController();
  try {
    return await Promise.race([
      cancelled.then((): Cause => ({ kind: 'cancelled' })),
      sandbox.breached.then((limit): Cause => ({ kind: 'limit', limit })),
      overflowed.then((): Cause => ({ kind: 'limit', limit: 'output' })),
      sleep(limits.wallMs, settled.signal).then((): Cause => ({ kind: 'limit', limit: 'wall' })),
      sandbox.channel.receive().then((event): Cause => ({ kind: 'answer', event })),
    ]);
  } finally {
    settled.abort();
  }
}

/** Resolves when `signal` is aborted; stays pending for ever where it never is, and listens no longer than `over` allows. */
function whenAborted(signal: AbortSignal | undefined, over: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) resolve();
    const settle = (): void => {
      resolve();
    };
    signal?.addEventListener('abort', settle, { once: true, signal: over });
  });
}

/** Waits until nothing is left, with as much patience as the cause deserves. */
async function leave(sandbox: Sandbox, cause: Cause): Promise<SandboxEnd> {
  const isHostile = cause.kind === 'answer' && ['violation', 'ready', 'refused'].includes(cause.event.type);
  if (cause.kind === 'answer' && !isHostile) {
    const gone = new AbortController();
    void sandbox.ended.then(() => {
      gone.abort();
    });
    await sleep(leaveTimeoutMs, gone.signal);
  }
  sandbox.kill();
  return sandbox.ended;
}

interface CapturedStreams {
  readonly overflowed: Promise<void>;
  readonly finished: Promise<unknown>;
  readonly stdout: () => ExecutionResult['stdout'];
  readonly stderr: () => ExecutionResult['stderr'];
}

function captureBoth(sandbox: Sandbox, limits: Limits, observer: ExecutionObserver): CapturedStreams {
  let bytes = 0;
  let overflow: () => void = () => undefined;
  const overflowed = new Promise<void>((resolve) => {
    overflow = resolve;
  });
  const count = (length: number): void => {
    bytes += length;
    if (bytes <= limits.streamBytes) return;
    overflow();
    // What still comes until the sandbox has gone is not read: a flood does not grow while a busy host is late.
    sandbox.stdout.destroy();
    sandbox.stderr.destroy();
  };
  const stdout = captureOutput(sandbox.stdout, limits.outputBytes, count, observer.onStdout);
  const stderr = captureOutput(sandbox.stderr, limits.outputBytes, count, observer.onStderr);
  return {
    overflowed,
    finished: Promise.all([stdout.finished, stderr.finished]),
    stdout: stdout.output,
    stderr: stderr.output,
  };
}
