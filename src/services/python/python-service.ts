// The Python service of one gateway: one workspace, a few environments, many runs and sessions. The opener closes it.
import type { Caller } from '../../core/caller.js';
import type { Change, StopWatching } from '../../core/change.js';
import type { ExecutionResult } from '../../core/execution-result.js';
import type { WantedLimits } from '../../core/limits.js';
import { type Limits, parseLimits } from '../../core/limits.js';
import { PymcpError } from '../../core/errors.js';
import type { EnvironmentName } from '../../core/names.js';
import { noSecrets } from '../../core/no-secrets.js';
import type { SecretRedactor } from '../../core/secret-redactor.js';
import type { SessionBounds } from '../../core/session-bounds.js';
import type { Workspace } from '../../core/workspace.js';
import type { Boundary } from '../../execution/open-template.js';
import type { NamedEnvironment } from '../../execution/environments.js';
import {
  type KnownEnvironments,
  knownEnvironments,
} from '../../execution/environments/known-environments.js';
import type { ExecutionObserver } from '../../execution/execute.js';
import { Executor } from '../../execution/executor.js';
import type { JailedProgram, Template } from '../../sandbox/backend-contract.js';
import type { Audit } from '../../audit/open-audit.js';
import { noJournal } from '../../core/execution-journal.js';
import { monotonicMs } from '../../host/clock.js';
import { OutputSpool } from '../../execution/output-spool.js';
import { ChangeWatch } from '../change-watch.js';
import { PythonChanges } from './python-changes.js';
import { noScripts } from '../scripts/no-scripts.js';
import type { ScriptEnvironments } from '../scripts/script-environments.js';
import { type Networks, noNetworks } from './networks.js';
import { discoverPython, type PythonFacts } from './discover-python.js';
import { LastErrors } from './last-errors.js';
import type { PythonExecutor } from './python-executor.js';
import { PythonSessions } from './python-sessions.js';
import { ResultStore } from './result-store.js';
import { runPython, type RunPythonAnswer, type RunPythonInput } from './run-python.js';
import { redactSessionFiles } from './redact-session-files.js';
import { rememberSeen, type SessionFiles } from './session-files.js';

/** How often somebody looks whether environments came or went. */
const lookMs = 1_000;

export interface PythonServiceOptions {
  /** Where a call does not ask for another. */
  readonly environment: EnvironmentName;
  /** Where a call does not ask for others. */
  readonly limits: WantedLimits;
  readonly strict: boolean;
  /** What the outer wall of the runs may be. */
  readonly boundary?: Boundary;
  readonly workspace?: Workspace;
  readonly sessions?: Partial<SessionBounds>;
  /** net.none: what callers may be given; its opener closes it. None has a network where it is left out. */
  readonly networks?: Networks;
  /** What programs may ask for by a block of their own; nothing where it is left out. */
  readonly scripts?: ScriptEnvironments;
  /** audit.chain: of everything that runs; its opener closes it. Nothing is recorded where it is left out. */
  readonly audit?: Audit;
  /** secret.unlogged: everything that a program says or leaves goes through it; without it nothing is secret. */
  readonly redactor?: SecretRedactor;
  /** Told of failures that no call reports: at the start, and ours. */
  readonly onProblem: (error: unknown) => void;
  /** Told of every call of run_python when it has its answer. */
  readonly onRun?: (run: FinishedRun) => void;
}

/** For those who count: nothing of what was run. */
export interface FinishedRun {
  readonly status: ExecutionResult['outcome']['status'] | 'refused';
  readonly durationMs: number;
}

export class PythonService {
  /** Of a call that asks for no others. */
  readonly limits: Limits;
  /** Where a call asks for none. */
  readonly environment: EnvironmentName;
  readonly workspaceAccess: Workspace['access'] | 'none';
  /** Of a call that asks for no other: hosts with their ports. */
  readonly network: 'none' | readonly string[];
  readonly workspace: Workspace | null;
  /** null where nothing is recorded. */
  readonly audit: Audit | null;
  readonly sessions: PythonSessions;
  /** Of files, for whoever wants to be told. */
  readonly changes = new PythonChanges();
  /** For whoever explains them. */
  readonly lastErrors = new LastErrors();
  /** What runs have left that is too large for a message. */
  readonly results = new ResultStore({}, (caller, uri) => {
    this.changes.resultChanged(caller, uri);
  });
  /** Resolves when the jail was tried; null where it cannot be set up. Never rejects. */
  readonly facts: Promise<PythonFacts | null>;
  readonly #known: KnownEnvironments = knownEnvironments;
  /** The description of run_python names them. */
  readonly #environmentWatch = new ChangeWatch(
    {
      stamp: () => this.#known.stamp(),
      describe: () => Promise.resolve(JSON.stringify(this.#known.list())),
      change: { kind: 'tool-list' },
    },
    { everyMs: lookMs },
  );
  readonly #options: PythonServiceOptions;
  readonly #executor: PythonExecutor;
  readonly #networks: Networks;
  readonly #redactor: SecretRedactor;
  readonly #spool = new OutputSpool();

  /** @throws PymcpError `environment.unknown`, `input.limit-invalid`; a jail that cannot be set up is told to calls */
  constructor(options: PythonServiceOptions, executor: PythonExecutor = openExecutor(options)) {
    const { environment, workspace, onProblem } = options;
    this.#known.find(environment);
    this.#options = options;
    this.limits = parseLimits(options.limits);
    this.environment = environment;
    this.workspaceAccess = workspace?.access ?? 'none';
    this.workspace = workspace ?? null;
    this.audit = options.audit ?? null;
    this.#redactor = options.redactor ?? noSecrets;
    this.#executor = executor;
    this.#networks = options.networks ?? noNetworks;
    const network = this.#networks.grant();
    this.network = network?.hosts ?? 'none';
    this.sessions = new PythonSessions({
      keeper: executor.sessions,
      redactor: this.#redactor,
      environment,
      limits: this.limits,
      networks: this.#networks,
      onBug: onProblem,
      changes: this.changes,
      journal: options.audit?.journal ?? noJournal,
    });
    executor.sessions.watchEnds((caller, id) => {
      this.changes.sessionEnded(caller, id);
    });
    this.facts = discoverPython(executor, environment, network, onProblem);
  }

  /** Those that a call may ask for, at this moment. */
  get environments(): readonly NamedEnvironment[] {
    return this.#known.list();
  }

  /** As PythonChanges.watch, and of environments that come and go. */
  watchChanges(caller: Caller, onChange: (change: Change) => void): StopWatching {
    const stops = [this.changes, this.#environmentWatch].map((one) => one.watch(caller, onChange));
    return () => {
      for (const stop of stops) stop();
    };
  }

  /** Of sessions, as resources. */
  get sessionFiles(): SessionFiles {
    return rememberSeen(redactSessionFiles(this.#executor.sessions, this.#redactor), this.changes);
  }

  /** Never rejects. Aborting the observer's signal ends the run with all its processes. */
  async run(
    caller: Caller,
    input: RunPythonInput,
    observer: ExecutionObserver = {},
  ): Promise<RunPythonAnswer> {
    const { environment, limits, onProblem, onRun } = this.#options;
    const startedMs = monotonicMs();
    const answer = await runPython(
      {
        executor: this.#executor,
        results: this.results,
        changes: this.changes,
        spool: this.#spool,
        environment,
        limits,
        networks: this.#networks,
        scripts: this.#options.scripts ?? noScripts,
        onBug: onProblem,
      },
      caller,
      input,
      observer,
    );
    this.lastErrors.note(caller, input.sessionId, answer);
    if (answer.kind === 'refused')
      this.audit?.journal.refuse({ caller, service: 'python', tool: 'run_python' }, answer.error);
    onRun?.({
      status: answer.kind === 'ran' ? answer.result.outcome.status : 'refused',
      durationMs: monotonicMs() - startedMs,
    });
    return answer;
  }

  /** As Executor.openTemplateFor, in the environment of calls that ask for none where none is given. */
  openTemplateFor(program: JailedProgram, environment = this.environment): Promise<Template> {
    return this.#executor.openTemplateFor(program, environment);
  }

  /** Where the packages are on the host that an environment brings with it, at this moment; null where it brings none. */
  findPackages(environment: EnvironmentName): string | null {
    try {
      return this.#known.find(environment).packages?.folder ?? null;
    } catch (error) {
      if (error instanceof PymcpError) return null;
      throw error;
    }
  }

  /** Of a client that has gone: nothing of it stays. */
  closeCaller(caller: Caller): Promise<void> {
    this.results.forget(caller);
    this.lastErrors.forget(caller);
    return this.sessions.closeAll(caller);
  }

  /** Cancels every run, closes every session; resolves when nothing is left. */
  async close(): Promise<void> {
    this.#environmentWatch.close();
    await this.#executor.close();
    await this.#spool.close();
  }
}

export function openExecutor(options: PythonServiceOptions): Executor {
  const { strict, boundary, limits, workspace, sessions, audit, redactor } = options;
  return new Executor({
    strict,
    ...(boundary === undefined ? {} : { boundary }),
    ...(redactor === undefined ? {} : { redactor }),
    ...(audit === undefined ? {} : { journal: audit.journal }),
    limits: parseLimits(limits),
    ...(workspace === undefined ? {} : { workspace }),
    ...(sessions === undefined ? {} : { sessions }),
  });
}
