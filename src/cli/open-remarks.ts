// What ruff and pyright remark on an algorithm of a folder: a code service of its own, which sees that folder read-only, in jails.
import { PymcpError } from '../core/errors.js';
import type { EnvironmentName } from '../core/names.js';
import { openWorkspace } from '../execution/open-workspace.js';
import { CodeService } from '../services/code/code-service.js';
import type { AlgorithmsServiceOptions } from '../services/algorithms/algorithms-service.js';
import { collectRemarks, missingRemarks } from '../services/algorithms/collect-remarks.js';
import { openExecutor, type PythonServiceOptions } from '../services/python/python-service.js';

export interface OpenedRemarks {
  readonly collectRemarks: NonNullable<AlgorithmsServiceOptions['collectRemarks']>;
  readonly close: () => Promise<void>;
}

type Options = Omit<PythonServiceOptions, 'workspace'> & { readonly environment: EnvironmentName };

/** A folder that cannot be shown to a jail has no remarks, and the reason is said. Whoever opens it closes it. */
export async function openRemarks(folder: string, options: Options): Promise<OpenedRemarks> {
  try {
    return await openFor(folder, options);
  } catch (error) {
    if (!(error instanceof PymcpError)) throw error;
    const remarks = missingRemarks(error.message);
    return { collectRemarks: () => Promise.resolve(remarks), close: () => Promise.resolve() };
  }
}

async function openFor(folder: string, options: Options): Promise<OpenedRemarks> {
  const workspace = await openWorkspace(folder, 'read-only');
  const executor = openExecutor({ ...options, workspace });
  const code = new CodeService({
    workspace,
    openTemplate: (program) => executor.openTemplateFor(program, options.environment),
    changedBy: { files: { replaceAll: refuseChange }, undo: 'not-offered' },
    onProblem: options.onProblem,
  });
  return {
    collectRemarks: (source, mostMs) =>
      source.kind === 'code' ? collectRemarks(code, `${source.name}.py`, mostMs) : Promise.resolve(null),
    close: async () => {
      await code.close();
      await executor.close();
    },
  };
}

/** Nobody asks for one. */
function refuseChange(): Promise<never> {
  return Promise.reject(
    new PymcpError(
      'workspace.refused',
      'the folder of the algorithms is not changed',
      'change the file itself',
    ),
  );
}
