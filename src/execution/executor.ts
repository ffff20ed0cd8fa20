// What a long-lived gateway needs above `execute`: a template that is opened once and again when it has died, a bounded
// number of runs at once, and an end that takes every run with it.
import { PymcpError } from '../core/errors.js';
import type { ExecutionRequest } from '../core/execution-request.js';
import type { ExecutionResult } from '../core/execution-result.js';
import { defaultLimits, defaultTotalLimits } from '../core/limits.js';
import type { SandboxPolicy, Template } from '../sandbox/backend-contract.js';
import { execute, type ExecutionObserver } from './execute.js';
import { openTemplate } from './open-template.js';
import { type QueueBounds, RunQueue } from './run-queue.js';

/** As many as the processors keep busy and the total of processes has room for; the total of memory bounds them too. */
const ordinaryBounds: QueueBounds = {
  atOnce: Math.min(4 * defaultTotalLimits.cpus, Math.floor(defaultTotalLimits.pids / defaultLimits.pids)),
  waiting: 256,
};

export interface ExecutorOptions {
  readonly policy: SandboxPolicy;
  readonly bounds?: QueueBounds;
  readonly open?: (policy: SandboxPolicy) => Promise<Template>;
}

/**
 * Runs programs in sandboxes of one template: a gateway serves one environment and one workspace, because a process
 * opens one tree of control groups at a time (openCgroupTree). Whoever makes it closes it.
 */
export class Executor {
  readonly #policy: SandboxPolicy;
  readonly #open: (policy: SandboxPolicy) => Promise<Template>;
  readonly #queue: RunQueue;
  readonly #ending = new AbortController();
  readonly #runs = new Set<Promise<unknown>>();
  readonly #cancels = new Set<AbortController>();
  /** null before the first run. */
  #template: Promise<Template | null> = Promise.resolve(null);
  #closed: Promise<void> | null = null;

  constructor({ policy, bounds = ordinaryBounds, open = openTemplate }: ExecutorOptions) {
    this.#policy = policy;
    this.#open = open;
    this.#queue = new RunQueue(bounds);
  }

  /** Opens the template, so that the first run is as fast as the others. @throws PymcpError where that fails */
  async warmUp(): Promise<void> {
    await this.#useTemplate();
  }

  /**
   * As `execute`, when its turn has come.
   * @throws PymcpError as `execute`, and `gateway.busy`, `gateway.cancelled`
   */
  async run(request: ExecutionRequest, observer: ExecutionObserver = {}): Promise<ExecutionResult> {
    const cancel = new AbortController();
    const over = new AbortController();
    const { signal } = cancel;
    passOn(observer.signal, cancel, over.signal);
    if (this.#ending.signal.aborted) cancel.abort();
    this.#cancels.add(cancel);
    const run = this.#queue.run(() => this.#runNow(request, { ...observer, signal }), signal);
    this.#runs.add(run);
    try {
      return await run;
    } finally {
      this.#runs.delete(run);
      this.#cancels.delete(cancel);
      over.abort();
    }
  }

  /** Cancels every run, waits for their ends and removes every trace. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    this.#ending.abort();
    for (const cancel of this.#cancels) cancel.abort();
    await Promise.allSettled(this.#runs);
    const template = await this.#template.catch(() => null);
    await template?.close();
  }

  async #runNow(request: ExecutionRequest, observer: ExecutionObserver): Promise<ExecutionResult> {
    const template = await this.#useTemplate();
    const result = await execute(template, request, observer);
    if (result.outcome.status !== 'lost' || !template.isGone) return result;
    const message = 'the jail that the program ran in ended as a whole, and the program with it';
    return { ...result, outcome: { ...result.outcome, message } };
  }

  /** The template that is up, or a new one where there is none, the last one died, or could not be opened. */
  async #useTemplate(): Promise<Template> {
    if (this.#ending.signal.aborted) {
      throw new PymcpError('gateway.cancelled', 'the gateway is ending', 'start it again');
    }
    const last = this.#template;
    const current = await last.catch(() => null);
    if (current?.isGone === false) return current;
    // Of several that meet a dead template the first replaces it.
    if (this.#template === last) this.#template = this.#replace(current);
    return (await this.#template) ?? this.#useTemplate();
  }

  /** One after the other: their control groups exclude each other. */
  async #replace(dead: Template | null): Promise<Template> {
    await dead?.close();
    return this.#open(this.#policy);
  }
}

/** Aborts `cancel` with `signal`. Listens no longer than `over` allows. */
function passOn(signal: AbortSignal | undefined, cancel: AbortController, over: AbortSignal): void {
  if (signal?.aborted === true) cancel.abort();
  const abort = (): void => {
    cancel.abort();
  };
  signal?.addEventListener('abort', abort, { once: true, signal: over });
}
