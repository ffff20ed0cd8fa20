// The code service of a gateway: the workspace and the jails are those of its Python service, which outlives it, and what it
// changes is changed by the files service.
import type { Settings } from '../config/settings.js';
import { CodeService } from '../services/code/code-service.js';
import type { WorkspaceServices } from './open-python-service.js';

/** null where there is no workspace. Whoever opens it closes it. */
export function openCodeService(
  { services, code }: Pick<Settings, 'services' | 'code'>,
  { python, files }: WorkspaceServices,
  onProblem: (error: unknown) => void,
): CodeService | null {
  const { workspace } = python;
  if (workspace === null || files === null) return null;
  const undo = services.includes('files') ? 'offered' : 'not-offered';
  return new CodeService({
    workspace,
    openTemplate: (program) => python.openTemplateFor(program, code.environment ?? undefined),
    changedBy: { files, undo },
    onProblem,
  });
}
