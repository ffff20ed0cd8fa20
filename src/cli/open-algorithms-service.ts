// The service for algorithms of a gateway. It measures in jails of its own that see the workspace and cannot write to it, whatever
// programs may: a function that is measured is called a thousand times. Those that wait for runs would only disturb it.
import type { Settings } from '../config/settings.js';
import { AlgorithmFiles } from '../services/algorithms/algorithm-files.js';
import {
  AlgorithmsService,
  type AlgorithmsServiceOptions,
} from '../services/algorithms/algorithms-service.js';
import { collectRemarks } from '../services/algorithms/collect-remarks.js';
import { openMeasuringExecutor } from '../services/algorithms/open-measuring-executor.js';
import { ServedAlgorithms } from '../services/algorithms/served-algorithms.js';
import type { PythonServiceOptions } from '../services/python/python-service.js';
import type { CodeService } from '../services/code/code-service.js';
import type { WorkspaceServices } from './open-python-service.js';
import { type BoundarySettings, toBoundary } from './to-boundary.js';

type Observers = Pick<PythonServiceOptions, 'audit' | 'redactor' | 'onProblem'>;

type Wanted = Pick<Settings, 'environment' | 'limits' | 'strict'> & BoundarySettings;

/**
 * Whoever opens it closes it.
 * @param code which remarks on files of the workspace; null where it is not offered
 */
export function openAlgorithmsService(
  { environment, limits, strict, ...boundary }: Wanted,
  { python: { workspace }, files }: WorkspaceServices,
  { audit, redactor, onProblem }: Observers,
  code: CodeService | null,
): ServedAlgorithms {
  const watched = {
    ...(redactor === undefined ? {} : { redactor }),
    ...(audit === undefined ? {} : { journal: audit.journal }),
  };
  const remarks = code === null ? {} : { collectRemarks: toCollect(code) };
  const executor = openMeasuringExecutor({
    ...{ strict, limits, workspace, ...watched },
    boundary: toBoundary(boundary),
  });
  return new ServedAlgorithms({
    service: new AlgorithmsService({ executor, environment, limits, ...watched, ...remarks }),
    files: workspace === null || files === null ? null : new AlgorithmFiles(files, workspace.path),
    ...watched,
    onProblem,
    close: () => executor.close(),
  });
}

/** Code that came in a call is no file that could be asked about. */
function toCollect(code: CodeService): NonNullable<AlgorithmsServiceOptions['collectRemarks']> {
  return (source, mostMs) =>
    source.kind === 'workspace' ? collectRemarks(code, source.path, mostMs) : Promise.resolve(null);
}
