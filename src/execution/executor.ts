// What a long-lived gateway needs above `execute`: templates that are opened once and again when they have died, a pool of
// sandboxes for each, sessions, a bounded number of runs at once, and an end that takes everything with it.
import { PymcpError } from '../core/errors.js';
import { type ExecutionJournal, noJournal } from '../core/execution-journal.js';
import type { ExecutionRequest } from '../core/execution-request.js';
import type { NetworkGrant, NetworkSink } from '../core/network.js';
import type { ExecutionResult } from '../core/execution-result.js';
import {
  defaultLimits,
  defaultTotalLimits,
  type JailLimits,
  parseLimits,
  type TotalLimits,
} from '../core/limits.js';
import type { EnvironmentName } from '../core/names.js';
import { noSecrets } from '../core/no-secrets.js';
import type { SecretRedactor } from '../core/secret-redactor.js';
import { defaultSessionBounds, type SessionBounds } from '../core/session-bounds.js';
import { Underway } from '../core/underway.js';
import type { Workspace } from '../core/workspace.js';
import type { Engine, EngineOptions, JailedProgram, Template } from '../sandbox/backend-contract.js';
import type { PythonEnvironment } from './environments.js';
import { type KnownEnvironments, knownEnvironments } from './environments/known-environments.js';
import { execute, executeToAnswer, type ExecutionObserver } from './execute.js';
import { FileWorker } from './file-worker.js';
import type { LiveTemplate } from './live-template.js';
import { LiveTemplates } from './live-templates.js';
import { type Boundary, openEngine } from './open-template.js';
import { toProgramTemplate } from './program-template.js';
import { Recorder } from './recorder.js';
import { type QueueBounds, RunQueue } from './run-queue.js';
import type { PoolBounds } from './sandbox-pool.js';
import { Sessions } from './sessions/sessions.js';
import { withNetwork } from './with-network.js';

export interface ExecutorOptions {
  /** Refuse to run where a limit is less than `enforced`. */
  readonly strict: boolean;
  readonly workspace?: Workspace;
  /** Of everything together. */
  readonly total?: TotalLimits;
  /** Of the sandboxes that wait in the pools; ordinary calls ask for these. */
  readonly limits?: JailLimits;
  readonly sessions?: Partial<SessionBounds>;
  readonly bounds?: QueueBounds;
  readonly pool?: PoolBounds;
  /** Those that there are where it is left out. */
  readonly environments?: KnownEnvironments;
  /** Which backend, and what the outer wall may be. */
  readonly boundary?: Boundary;
  readonly open?: (options: EngineOptions, boundary?: Boundary) => Engine;
  /** audit.chain: told of everything that runs. */
  readonly journal?: ExecutionJournal;
  /** secret.unlogged: everything that comes out of a sandbox goes through it; without it nothing is secret. */
  readonly redactor?: SecretRedactor;
}

/** Of a waiting sandbox beyond what it shares with its template, with room (docs/benchmarks.md has the measured figure). */
const waitingBytes = 8 * 1024 * 1024;

/** Runs programs of one workspace in sandboxes of several environments. Whoever makes it closes it. */
export class Executor {
  readonly sessions: Sessions;
  readonly #options: ExecutorOptions;
  readonly #total: TotalLimits;
  readonly #queue: RunQueue;
  readonly #recorder: Recorder;
  readonly #redactor: SecretRedactor;
  readonly #ending = new AbortController();
  readonly #runs = new Underway();
  readonly #cancels = new Set<AbortController>();
  readonly #environments: KnownEnvironments;
  readonly #templates: LiveTemplates;
  readonly #fileWorkers: FileWorker[] = [];
  #engine: Engine | null = null;
  #closed: Promise<void> | null = null;

  constructor(options: ExecutorOptions) {
    this.#options = options;
    this.#total = options.total ?? defaultTotalLimits;
    this.#queue = new RunQueue(options.bounds ?? toBounds(this.#total));
    this.#recorder = new Recorder(options.journal ?? noJournal, options);
    this.#redactor = options.redactor ?? noSecrets;
    this.#environments = options.environments ?? knownEnvironments;
    this.#templates = this.#makeTemplates();
    this.sessions = new Sessions({
      bounds: { ...defaultSessionBounds, ...options.sessions },
      sourceOf: (environment, network) => this.#sourceOf(environment, network),
      queue: this.#queue,
      recorder: this.#recorder,
      redactor: this.#redactor,
    });
  }

  /** Opens the template and fills the pool, so that the first run is as fast as the others. @throws PymcpError */
  async warmUp(environment: EnvironmentName, network: NetworkGrant | null = null): Promise<void> {
    await this.#sourceOf(environment, network).warmUp();
  }

  /**
   * As `execute`, when its turn has come.
   * @throws PymcpError as `execute`, and `gateway.busy`, `gateway.cancelled`, `audit.not-written`
   */
  async run(request: ExecutionRequest, observer: ExecutionObserver = {}): Promise<ExecutionResult> {
    const source = this.#sourceOf(request.environment, request.network ?? null);
    const cancel = new AbortController();
    const over = new AbortController();
    const { signal } = cancel;
    const redacted = { ...request, redactor: this.#redactor };
    passOn(observer.signal, cancel, over.signal);
    this.#cancels.add(cancel);
    const run = this.#queue.runUntilOver(
      () =>
        this.#recorder.record(
          request,
          null,
          (auditId, sink) => this.#execute(source, redacted, { ...observer, signal }, auditId, sink),
          ({ value }) => value,
        ),
      signal,
    );
    try {
      return await this.#runs.add(run);
    } finally {
      this.#cancels.delete(cancel);
      over.abort('over');
    }
  }

  /** It lives in the jail that programs of this environment run in, and ends with the executor. */
  openFileWorker(environment: EnvironmentName): FileWorker {
    const { limits = parseLimits({}) } = this.#options;
    const worker = new FileWorker({ source: () => this.#sourceOf(environment, null), limits });
    this.#fileWorkers.push(worker);
    return worker;
  }

  /**
   * A jail for a program that stays, such as a language server, in the same control groups. It sees the workspace, and never
   * writes to it. Whoever opens it closes it; at the latest it ends with us.
   * @throws PymcpError `environment.unknown`, `gateway.cancelled`, and where a layer cannot be set up
   */
  async openTemplateFor(program: JailedProgram, environment: EnvironmentName): Promise<Template> {
    this.#refuseIfEnding();
    const { strict, workspace } = this.#options;
    const shown = this.#environments.find(environment);
    const { interpreter, packages } = shown;
    const template = await this.#useEngine().openTemplate({
      interpreter,
      preload: [],
      strict,
      program,
      ...(packages === undefined ? {} : { packages }),
      ...(workspace === undefined ? {} : { workspace: { ...workspace, access: 'read-only' as const } }),
    });
    const made = JSON.stringify(shown);
    return toProgramTemplate(template, () => JSON.stringify(this.#findOrNull(environment)) === made);
  }

  async #execute(
    source: LiveTemplate,
    request: ExecutionRequest,
    observer: ExecutionObserver,
    auditId: string | null,
    sink: NetworkSink,
  ): Promise<{ value: ExecutionResult; over: Promise<unknown> }> {
    const { network: grant = null, limits } = request;
    return withNetwork(grant, sink, limits.wallMs, async (network) => {
      if (this.#options.workspace?.access === 'writable') {
        const value = await execute(source, request, observer, network);
        return { value: { ...value, auditId }, over: Promise.resolve() };
      }
      const { result, ended } = await executeToAnswer(source, request, observer, network);
      return { value: { ...result, auditId }, over: ended };
    });
  }

  /** Cancels every run, ends every session, waits for their ends and removes every trace. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    this.#ending.abort();
    for (const cancel of this.#cancels) cancel.abort();
    const workers = this.#fileWorkers.map((worker) => worker.close());
    await Promise.allSettled([this.#runs.settled(), this.sessions.closeAll(), ...workers]);
    await this.#templates.close();
    await this.#engine?.close();
  }

  /** @throws PymcpError as KnownEnvironments.find, and `gateway.cancelled` */
  #sourceOf(environment: EnvironmentName, network: NetworkGrant | null): LiveTemplate {
    this.#refuseIfEnding();
    return this.#templates.sourceOf(environment, network);
  }

  #makeTemplates(): LiveTemplates {
    const { strict, workspace, limits = parseLimits({}), pool = toPoolBounds(this.#total) } = this.#options;
    return new LiveTemplates({
      environments: this.#environments,
      open: async (environment, network) => {
        const socketPath = await network?.openSocket();
        return this.#useEngine().openTemplate({
          ...environment,
          strict,
          ...(workspace === undefined ? {} : { workspace }),
          ...(socketPath === undefined ? {} : { network: { socketPath } }),
        });
      },
      limits,
      pool,
    });
  }

  #findOrNull(name: EnvironmentName): PythonEnvironment | null {
    try {
      return this.#environments.find(name);
    } catch (error) {
      if (error instanceof PymcpError) return null;
      throw error;
    }
  }

  #refuseIfEnding(): void {
    if (!this.#ending.signal.aborted) return;
    throw new PymcpError('gateway.cancelled', 'the gateway is ending', 'start it again');
  }

  #useEngine(): Engine {
    const open = this.#options.open ?? openEngine;
    this.#engine ??= open({ total: this.#total }, this.#options.boundary);
    return this.#engine;
  }
}

/** As many as the processors keep busy and the total of processes has room for; the total of memory bounds them too. */
function toBounds({ cpus, pids }: TotalLimits): QueueBounds {
  return {
    atOnce: Math.max(1, Math.min(Math.round(4 * cpus), Math.floor(pids / defaultLimits.pids))),
    waiting: 256,
  };
}

/** limit.memory: those that wait take an eighth of the total at most. */
function toPoolBounds(total: TotalLimits): PoolBounds {
  const most = Math.floor(total.memoryBytes / 8 / waitingBytes);
  return { least: Math.min(2, most), most: Math.min(toBounds(total).atOnce, most) };
}

/** Aborts `cancel` with `signal`. Listens no longer than `over` allows. */
function passOn(signal: AbortSignal | undefined, cancel: AbortController, over: AbortSignal): void {
  if (signal?.aborted === true) cancel.abort();
  const abort = (): void => {
    cancel.abort();
  };
  signal?.addEventListener('abort', abort, { once: true, signal: over });
}
