// The Python service as settings want it and the files of the same workspace, the same for every command that serves. They
// share an executor, and so the jail.
import type { Settings } from '../config/settings.js';
import { FilesService } from '../services/files/files-service.js';
import { openExecutor, PythonService, type PythonServiceOptions } from '../services/python/python-service.js';
import { WorkspaceWatch } from '../services/workspace/workspace-watch.js';
import { WriteSignal } from '../services/workspace/write-signal.js';
import { openChosenWorkspace } from './open-chosen-workspace.js';
import { toBoundary } from './to-boundary.js';

export interface WorkspaceServices {
  readonly python: PythonService;
  /** null where there is no workspace. */
  readonly files: FilesService | null;
  /** Likewise. Whoever opens the services closes it too. */
  readonly watch: WorkspaceWatch | null;
}

/**
 * What a person has written wrongly ends us here; a jail that cannot be set up is told to each call, because a client shows
 * the answer to a call and seldom why a server has ended. Whoever opens it closes it.
 * @throws PymcpError `environment.unknown`, `workspace.refused`
 */
export async function openPythonService(
  settings: Settings,
  observers: Pick<
    PythonServiceOptions,
    'onProblem' | 'onRun' | 'audit' | 'redactor' | 'networks' | 'scripts'
  >,
  writes = new WriteSignal(),
): Promise<WorkspaceServices> {
  const { environment, limits, sessions, strict } = settings;
  const chosen =
    settings.workspace === undefined ? {} : await openChosenWorkspace(toOptions(settings.workspace));
  const boundary = toBoundary(settings);
  const options = { environment, limits, ...chosen, sessions, strict, boundary, ...observers };
  const executor = openExecutor(options);
  const { audit, redactor, onProblem } = observers;
  const common = {
    ...{ executor, environment, onProblem },
    ...(audit === undefined ? {} : { journal: audit.journal }),
    ...(redactor === undefined ? {} : { redactor }),
  };
  const python = new PythonService(options, executor);
  const { workspace } = chosen;
  if (workspace === undefined) return { python, files: null, watch: null };
  const files = new FilesService({ ...common, workspace, onWritten: writes.tell });
  const watch = new WorkspaceWatch(workspace);
  writes.hear(watch.look);
  return { python, files, watch };
}

function toOptions({ folder, writable }: NonNullable<Settings['workspace']>): {
  workspace: string;
  writable?: true;
} {
  return writable ? { workspace: folder, writable } : { workspace: folder };
}
