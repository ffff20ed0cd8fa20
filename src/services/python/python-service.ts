// The Python service of one gateway: one environment, one workspace, many runs. The opener closes it.
import type { WantedLimits } from '../../core/limits.js';
import { type Limits, parseLimits } from '../../core/limits.js';
import type { EnvironmentName } from '../../core/names.js';
import type { Workspace } from '../../core/workspace.js';
import { findEnvironment } from '../../execution/environments.js';
import { Executor } from '../../execution/executor.js';
import { discoverPython, type PythonFacts } from './discover-python.js';
import { runPython, type RunPythonAnswer, type RunPythonInput } from './run-python.js';

export interface PythonServiceOptions {
  readonly environment: EnvironmentName;
  /** Where a call does not ask for others. */
  readonly limits: WantedLimits;
  readonly strict: boolean;
  readonly workspace?: Workspace;
  /** Told of failures that no call reports: at the start, and ours. */
  readonly onProblem: (error: unknown) => void;
}

export class PythonService {
  /** Of a call that asks for no others. */
  readonly limits: Limits;
  readonly workspaceAccess: Workspace['access'] | 'none';
  /** Resolves when the jail was tried; null where it cannot be set up. Never rejects. */
  readonly facts: Promise<PythonFacts | null>;
  readonly #options: PythonServiceOptions;
  readonly #executor: Executor;

  /** @throws PymcpError `environment.unknown`, `input.limit-invalid`; a jail that cannot be set up is told to calls */
  constructor(options: PythonServiceOptions) {
    const { environment, strict, workspace } = options;
    findEnvironment(environment);
    this.#options = options;
    this.limits = parseLimits(options.limits);
    this.workspaceAccess = workspace?.access ?? 'none';
    this.#executor = new Executor({
      strict,
      limits: this.limits,
      ...(workspace === undefined ? {} : { workspace }),
    });
    this.facts = this.#warmUp();
  }

  /** Never rejects. Aborting the signal ends the run with all its processes. */
  run(input: RunPythonInput, signal?: AbortSignal): Promise<RunPythonAnswer> {
    const { environment, limits, onProblem } = this.#options;
    return runPython({ executor: this.#executor, environment, limits, onBug: onProblem }, input, signal);
  }

  /** Cancels every run; resolves when nothing is left. */
  close(): Promise<void> {
    return this.#executor.close();
  }

  async #warmUp(): Promise<PythonFacts | null> {
    try {
      await this.#executor.warmUp(this.#options.environment);
    } catch (error) {
      this.#options.onProblem(error);
      return null;
    }
    return discoverPython(this.#executor, this.#options.environment);
  }
}
