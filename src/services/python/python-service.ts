// The Python service of one gateway: one workspace, a few environments, many runs and sessions. The opener closes it.
import type { Caller } from '../../core/caller.js';
import type { WantedLimits } from '../../core/limits.js';
import { type Limits, parseLimits } from '../../core/limits.js';
import type { EnvironmentName } from '../../core/names.js';
import type { Workspace } from '../../core/workspace.js';
import type { ExecutionObserver } from '../../execution/execute.js';
import { findEnvironment } from '../../execution/environments.js';
import { discoverPython, type PythonFacts } from './discover-python.js';
import { type ExecutorSetting, openExecutor } from './open-executor.js';
import type { PythonExecutor } from './python-executor.js';
import { PythonSessions } from './python-sessions.js';
import { runPython, type RunPythonAnswer, type RunPythonInput } from './run-python.js';

export interface PythonServiceOptions extends ExecutorSetting {
  /** Where a call does not ask for others. */
  readonly limits: WantedLimits;
  /** Told of failures that no call reports: at the start, and ours. */
  readonly onProblem: (error: unknown) => void;
}

export interface NamedEnvironment {
  readonly name: EnvironmentName;
  /** Modules that are imported already. */
  readonly preload: readonly string[];
}

export class PythonService {
  /** Of a call that asks for no others. */
  readonly limits: Limits;
  /** Those that a call may ask for; the first is used where it asks for none. */
  readonly environments: readonly NamedEnvironment[];
  readonly workspaceAccess: Workspace['access'] | 'none';
  readonly sessions: PythonSessions;
  /** Resolves when the jail was tried; null where it cannot be set up. Never rejects. */
  readonly facts: Promise<PythonFacts | null>;
  readonly #options: PythonServiceOptions;
  readonly #executor: PythonExecutor;

  /** @throws PymcpError `environment.unknown`, `input.limit-invalid`; a jail that cannot be set up is told to calls */
  constructor(options: PythonServiceOptions, executor: PythonExecutor = openExecutor(options)) {
    const { environment, workspace, onProblem } = options;
    this.#options = options;
    this.limits = parseLimits(options.limits);
    this.environments = [{ name: environment, preload: findEnvironment(environment).preload }];
    this.workspaceAccess = workspace?.access ?? 'none';
    this.#executor = executor;
    this.sessions = new PythonSessions({
      keeper: executor.sessions,
      environment,
      limits: this.limits,
      onBug: onProblem,
    });
    this.facts = discoverPython(executor, environment, onProblem);
  }

  /** Never rejects. Aborting the observer's signal ends the run with all its processes. */
  run(caller: Caller, input: RunPythonInput, observer: ExecutionObserver = {}): Promise<RunPythonAnswer> {
    const { environment, limits, onProblem } = this.#options;
    return runPython(
      { executor: this.#executor, environment, limits, onBug: onProblem },
      caller,
      input,
      observer,
    );
  }

  /** Of a client that has gone: nothing of it stays. */
  closeCaller(caller: Caller): Promise<void> {
    return this.sessions.closeAll(caller);
  }

  /** Cancels every run, closes every session; resolves when nothing is left. */
  close(): Promise<void> {
    return this.#executor.close();
  }
}
