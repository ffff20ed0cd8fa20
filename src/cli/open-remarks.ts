// What ruff and pyright remark on the file that is analysed: a code service of its own, which sees its folder read-only, in jails.
import { basename, dirname } from 'node:path';
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

/**
 * A file whose folder cannot be shown to a jail has no remarks, and the reason is said. Whoever opens it closes it.
 * @param path of the file; null where the code came on standard input
 */
export async function openRemarks(path: string | null, options: Options): Promise<OpenedRemarks> {
  if (path === null) return none('what comes on standard input is no file that they could be asked about');
  try {
    return await openFor(path, options);
  } catch (error) {
    if (!(error instanceof PymcpError)) throw error;
    return none(error.message);
  }
}

function none(why: string): OpenedRemarks {
  const remarks = missingRemarks(why);
  return { collectRemarks: () => Promise.resolve(remarks), close: () => Promise.resolve() };
}

async function openFor(path: string, options: Options): Promise<OpenedRemarks> {
  const workspace = await openWorkspace(dirname(path), 'read-only');
  const executor = openExecutor({ ...options, workspace });
  const code = new CodeService({
    workspace,
    openTemplate: (program) => executor.openTemplateFor(program, options.environment),
    changedBy: { files: { replaceAll: refuseChange }, undo: 'not-offered' },
    onProblem: options.onProblem,
  });
  return {
    collectRemarks: (_source, mostMs) => collectRemarks(code, basename(path), mostMs),
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
