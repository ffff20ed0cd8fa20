// The executor of a service that runs real jails.
import { PymcpError } from '../../core/errors.js';
import type { EnvironmentName } from '../../core/names.js';
import type { Workspace } from '../../core/workspace.js';
import { findEnvironment } from '../../execution/environments.js';
import { Executor } from '../../execution/executor.js';
import type { PythonExecutor } from './python-executor.js';

export interface ExecutorSetting {
  /** Where a call does not ask for another. */
  readonly environment: EnvironmentName;
  readonly strict: boolean;
  readonly workspace?: Workspace;
  readonly sessions?: SessionBounds;
}

/** How many there may be at once, and how long one is kept that nobody uses. */
export interface SessionBounds {
  readonly most: number;
  readonly idleMs: number;
}

export function openExecutor({ environment, strict, workspace }: ExecutorSetting): PythonExecutor {
  const { interpreter, preload } = findEnvironment(environment);
  const executor = new Executor({
    policy: { interpreter, preload, strict, ...(workspace === undefined ? {} : { workspace }) },
  });
  const refuse = (): never => {
    throw new PymcpError('option.unsupported', 'there are no sessions yet', 'run the program without one');
  };
  return {
    run: (request, observer) => executor.run(request, observer),
    close: () => executor.close(),
    sessions: {
      create: refuse,
      run: refuse,
      list: () => ({ sessions: [], ended: [] }),
      fork: refuse,
      interrupt: refuse,
      close: refuse,
      listFiles: refuse,
      readFile: refuse,
      deleteFile: refuse,
    },
  };
}
