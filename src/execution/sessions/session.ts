// One session: a sandbox that stays, and one call at a time in it. What the guest says of itself is its word, as in a run;
// whether the session lives on is what the host saw.
import { noArtifacts } from '../../core/exchanged-file.js';
import type { ExecutionRequest } from '../../core/execution-request.js';
import type { ExecutionResult, Usage } from '../../core/execution-result.js';
import type { Caller } from '../../core/caller.js';
import type { JailLimits } from '../../core/limits.js';
import type { EnvironmentName, SessionId } from '../../core/names.js';
import type { SecretRedactor } from '../../core/secret-redactor.js';
import type { SessionView } from '../../core/session.js';
import { isWithin, monotonicMs, nowMs, sleep } from '../../host/clock.js';
import type { Sandbox, SandboxEnd, SandboxUsage } from '../../sandbox/backend-contract.js';
import { OutputTap } from '../../sandbox/channel/output-tap.js';
import type { Cause } from '../cause.js';
import { countOutput } from '../count-output.js';
import type { ExecutionObserver } from '../execute.js';
import { RunQueue } from '../run-queue.js';
import { withNetworkTold } from '../with-network-told.js';
import { waitForCause } from '../wait-for-cause.js';
import { whenAborted } from '../when-aborted.js';
import type { FamilyNetwork } from './family-network.js';
import { refuseUnmasked } from './refuse-unmasked.js';
import { settleCall, type CallEnd } from './settle-call.js';

export type CellRequest = Pick<
  ExecutionRequest,
  'code' | 'fileName' | 'files' | 'limits' | 'spool' | 'origin'
>;

export interface SessionParts {
  readonly id: SessionId;
  readonly caller: Caller;
  readonly environment: EnvironmentName;
  readonly sandbox: Sandbox;
  readonly forkedFrom: SessionId | null;
  readonly limits: JailLimits;
  /** null: none. */
  readonly network: FamilyNetwork | null;
  readonly redactor: SecretRedactor;
}

/** Of one session: its calls are served in the order in which they came. */
const callBounds = { atOnce: 1, waiting: 16 } as const;

export class Session {
  readonly id: SessionId;
  readonly caller: Caller;
  readonly environment: EnvironmentName;
  readonly sandbox: Sandbox;
  /** Of its sandbox, and of copies of it. */
  readonly limits: JailLimits;
  /** Shared with its copies. */
  readonly network: FamilyNetwork | null;
  /** One call, or one question about files, or one copy at a time. */
  readonly turns = new RunQueue(callBounds);
  readonly #forkedFrom: SessionId | null;
  readonly #redactor: SecretRedactor;
  readonly #createdMs = nowMs();
  readonly #stdout: OutputTap;
  readonly #stderr: OutputTap;
  #lastUsedMs = nowMs();
  #calls = 0;
  #busy = 0;
  #pidsRefused = 0;
  #isRunning = false;
  #interruptsSent: Promise<unknown> = Promise.resolve();

  constructor({ id, caller, environment, sandbox, forkedFrom, limits, network, redactor }: SessionParts) {
    this.limits = limits;
    this.id = id;
    this.caller = caller;
    this.environment = environment;
    this.sandbox = sandbox;
    this.network = network;
    this.#forkedFrom = forkedFrom;
    this.#redactor = redactor;
    this.#stdout = new OutputTap(sandbox.stdout, redactor);
    this.#stderr = new OutputTap(sandbox.stderr, redactor);
    void sandbox.ended.then(() => {
      this.#stdout.close();
      this.#stderr.close();
    });
    sandbox.setPace('idle');
  }

  get isBusy(): boolean {
    return this.#busy > 0;
  }

  /** A call is under way. */
  get isRunning(): boolean {
    return this.#isRunning;
  }

  get lastUsedMs(): number {
    return this.#lastUsedMs;
  }

  view(idleMs: number): SessionView {
    return {
      id: this.id,
      environment: this.environment,
      state: this.isBusy ? 'busy' : 'idle',
      forkedFrom: this.#forkedFrom,
      createdMs: this.#createdMs,
      lastUsedMs: this.#lastUsedMs,
      expiresMs: this.isBusy ? null : this.#lastUsedMs + idleMs,
      calls: this.#calls,
      memoryBytes: this.sandbox.readUsage().memoryBytes,
    };
  }

  /** Counts as used from the moment that somebody waits for it. */
  async use<Value>(work: () => Promise<Value>): Promise<Value> {
    this.#busy += 1;
    try {
      return await work();
    } finally {
      this.#busy -= 1;
      this.#lastUsedMs = nowMs();
    }
  }

  /**
   * One call, when it is its turn. The session is over when the result says so; its sandbox has ended then.
   * @throws PymcpError `workspace.changed` where it could read secrets that it must not; nothing was run
   */
  async run(request: CellRequest, observer: ExecutionObserver): Promise<ExecutionResult> {
    await refuseUnmasked(this.sandbox);
    // One that was meant for the call before must not hit this one.
    await this.#interruptsSent;
    const over = new AbortController();
    this.#isRunning = true;
    this.sandbox.setPace('running');
    try {
      return await this.#run(request, observer, whenAborted(observer.signal, over.signal));
    } finally {
      over.abort('over');
      this.#isRunning = false;
      this.#calls += 1;
      this.sandbox.setPace('idle');
    }
  }

  /** KeyboardInterrupt in the call that is under way. */
  async interrupt(): Promise<'interrupted' | 'idle'> {
    if (!this.#isRunning) return 'idle';
    await this.#sendInterrupt();
    return 'interrupted';
  }

  /** Resolves when it was sent. It goes by way of pid 1, which a guest may keep from its work: not for ever. */
  async #sendInterrupt(): Promise<void> {
    const sent = isWithin(this.sandbox.interrupt(), interruptMs);
    this.#interruptsSent = Promise.all([this.#interruptsSent, sent]);
    await sent;
  }

  async #run(
    request: CellRequest,
    observer: ExecutionObserver,
    cancelled: Promise<void>,
  ): Promise<ExecutionResult> {
    const { sandbox } = this;
    const network = this.network?.run ?? null;
    const deniedBefore = network?.listDenied() ?? [];
    const before = { cpuMs: sandbox.readCpuMs(), pidsRefused: this.#pidsRefused };
    const started = monotonicMs();
    const overflowed = this.#capture(request, observer);
    sandbox.channel.runCell({ ...request, redactor: this.#redactor });
    const { wallMs } = request.limits;
    const cause = await waitForCause({ sandbox, wallMs, overflowed, cancelled });
    const end = await this.#settle(cause);
    const ranMs = monotonicMs() - started;
    const after = end.usage ?? toLastUsage(end.sandboxEnd);
    this.#pidsRefused = after.pidsRefused;
    const hasAnswered = end.answer !== null;
    const how = hasAnswered && cause.kind === 'answer' ? 'whole' : 'cut';
    const created = end.sandboxEnd?.createdProtected ?? (await sandbox.findCreated());
    const told = {
      ...settleCall({ id: this.id, cause, end, limits: request.limits }),
      stdout: this.#stdout.end(how),
      stderr: this.#stderr.end(how),
      ...(hasAnswered ? sandbox.channel.artifacts : noArtifacts),
      createdProtected: this.#redactor.redactValue(created),
      usage: toUsage(ranMs, before, after),
      limits: sandbox.levels,
      isolation: sandbox.isolation,
    };
    return withNetworkTold(told, network, this.#redactor, deniedBefore);
  }

  #capture({ limits }: CellRequest, observer: ExecutionObserver): Promise<void> {
    const { add, overflowed } = countOutput(limits.streamBytes);
    this.#stdout.begin(limits.outputBytes, add, observer.onStdout);
    this.#stderr.begin(limits.outputBytes, add, observer.onStderr);
    return overflowed;
  }

  /** What became of the call and the session: where the host wants it to stop, it is asked first, then killed. */
  async #settle(cause: Cause): Promise<MeasuredEnd> {
    if (cause.kind === 'answer') return this.#judge(cause);
    const isKilled = cause.kind === 'limit' && cause.limit !== 'wall' && cause.limit !== 'output';
    if (isKilled) return { answer: null, sandboxEnd: await this.#end() };
    const answer = await this.#stopSoftly();
    return answer === null ? { answer: null, sandboxEnd: await this.#end() } : this.#judge(answer);
  }

  async #judge({ event }: Extract<Cause, { kind: 'answer' }>): Promise<MeasuredEnd> {
    const isAnswer = event.type === 'completed' || event.type === 'raised';
    const answer = isAnswer ? event : null;
    const usage = this.sandbox.readUsage();
    // limit.memory: cgroup v1 ends one process of many, and the one that answers may not be it.
    if (isAnswer && usage.oomKills === 0) return { answer, usage, sandboxEnd: null };
    return { answer, sandboxEnd: await this.#end() };
  }

  /** KeyboardInterrupt, more than once, as somebody who presses Ctrl-C; null where it does not stop in time. */
  async #stopSoftly(): Promise<Extract<Cause, { kind: 'answer' }> | null> {
    const { sandbox } = this;
    const answered = sandbox.channel.receive();
    const done = new AbortController();
    try {
      for (let round = 0; round < graceRounds; round += 1) {
        void this.#sendInterrupt();
        const event = await Promise.race([answered, sleep(graceMs / graceRounds, done.signal)]);
        if (event !== undefined) return { kind: 'answer', event };
      }
      return null;
    } finally {
      done.abort('done');
    }
  }

  #end(): Promise<SandboxEnd> {
    this.sandbox.kill();
    return this.sandbox.ended;
  }
}

/** Until an interrupt counts as sent. */
const interruptMs = 2_000;
/** Between the first interrupt and the end of a session that does not stop. */
const graceMs = 2_000;
const graceRounds = 4;

/** And what the kernel had counted when the answer came. */
type MeasuredEnd = CallEnd & { readonly usage?: SandboxUsage };
type Measured = Pick<SandboxUsage, 'cpuMs' | 'peakMemoryBytes' | 'pidsRefused'>;

function toLastUsage(end: SandboxEnd | null): Measured {
  return {
    cpuMs: end?.cpuMs ?? null,
    peakMemoryBytes: end?.peakMemoryBytes ?? null,
    pidsRefused: end?.pidsRefused ?? 0,
  };
}

/** Of this call; the peak of memory is that of the session so far, which is what the kernel keeps. */
function toUsage(wallMs: number, before: Omit<Measured, 'peakMemoryBytes'>, after: Measured): Usage {
  return {
    wallMs: Math.round(wallMs * 1000) / 1000,
    cpuMs: after.cpuMs === null ? null : after.cpuMs - (before.cpuMs ?? 0),
    peakMemoryBytes: after.peakMemoryBytes,
    pidsRefused: after.pidsRefused - before.pidsRefused,
  };
}
