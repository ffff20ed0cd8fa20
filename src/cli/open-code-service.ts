// The code service of a gateway: the workspace and the jails are those of its Python service, which outlives it.
import { CodeService } from '../services/code/code-service.js';
import type { PythonService } from '../services/python/python-service.js';

export function openCodeService(
  python: Pick<PythonService, 'workspace' | 'openTemplateFor'>,
  onProblem: (error: unknown) => void,
): CodeService {
  return new CodeService({
    workspace: python.workspace,
    openTemplate: (program) => python.openTemplateFor(program),
    onProblem,
  });
}
