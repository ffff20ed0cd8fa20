// The Python service as settings want it, the same for every command that serves.
import type { Settings } from '../config/settings.js';
import { PythonService, type PythonServiceOptions } from '../services/python/python-service.js';
import { openChosenWorkspace } from './open-chosen-workspace.js';

/**
 * What a person has written wrongly ends us here; a jail that cannot be set up is told to each call, because a client shows
 * the answer to a call and seldom why a server has ended. Whoever opens it closes it.
 * @throws PymcpError `environment.unknown`, `workspace.refused`
 */
export async function openPythonService(
  settings: Settings,
  observers: Pick<PythonServiceOptions, 'onProblem' | 'onRun' | 'audit' | 'redactor' | 'networks'>,
): Promise<PythonService> {
  const { environment, limits, sessions, strict, workspace } = settings;
  return new PythonService({
    environment,
    limits,
    ...(workspace === undefined ? {} : await openChosenWorkspace(toOptions(workspace))),
    sessions,
    strict,
    ...observers,
  });
}

function toOptions({ folder, writable }: NonNullable<Settings['workspace']>): {
  workspace: string;
  writable?: true;
} {
  return writable ? { workspace: folder, writable } : { workspace: folder };
}
