// The Python service as settings want it and the files of the same workspace, the same for every command that serves. They
// share an executor, and so the jail.
import type { Settings } from '../config/settings.js';
import { FilesService } from '../services/files/files-service.js';
import { openExecutor, PythonService, type PythonServiceOptions } from '../services/python/python-service.js';
import { openChosenWorkspace } from './open-chosen-workspace.js';

export interface WorkspaceServices {
  readonly python: PythonService;
  /** null where there is no workspace. */
  readonly files: FilesService | null;
}

/**
 * What a person has written wrongly ends us here; a jail that cannot be set up is told to each call, because a client shows
 * the answer to a call and seldom why a server has ended. Whoever opens it closes it.
 * @throws PymcpError `environment.unknown`, `workspace.refused`
 */
export async function openPythonService(
  settings: Settings,
  observers: Pick<PythonServiceOptions, 'onProblem' | 'onRun' | 'audit' | 'redactor' | 'networks'>,
): Promise<WorkspaceServices> {
  const { environment, limits, sessions, strict } = settings;
  const chosen =
    settings.workspace === undefined ? {} : await openChosenWorkspace(toOptions(settings.workspace));
  const options = { environment, limits, ...chosen, sessions, strict, ...observers };
  const executor = openExecutor(options);
  const { audit, redactor, onProblem } = observers;
  const common = {
    ...{ executor, environment, onProblem },
    ...(audit === undefined ? {} : { journal: audit.journal }),
    ...(redactor === undefined ? {} : { redactor }),
  };
  const { workspace } = chosen;
  return {
    python: new PythonService(options, executor),
    files: workspace === undefined ? null : new FilesService({ ...common, workspace }),
  };
}

function toOptions({ folder, writable }: NonNullable<Settings['workspace']>): {
  workspace: string;
  writable?: true;
} {
  return writable ? { workspace: folder, writable } : { workspace: folder };
}
