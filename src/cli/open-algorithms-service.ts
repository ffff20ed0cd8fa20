// The service for algorithms of a gateway. It measures in jails of its own that see the workspace and cannot write to it, whatever
// programs may: a function that is measured is called a thousand times. Those that wait for runs would only disturb it.
import type { Settings } from '../config/settings.js';
import { AlgorithmFiles } from '../services/algorithms/algorithm-files.js';
import { AlgorithmsService } from '../services/algorithms/algorithms-service.js';
import { openMeasuringExecutor } from '../services/algorithms/open-measuring-executor.js';
import { ServedAlgorithms } from '../services/algorithms/served-algorithms.js';
import type { PythonServiceOptions } from '../services/python/python-service.js';
import type { WorkspaceServices } from './open-python-service.js';

type Observers = Pick<PythonServiceOptions, 'audit' | 'redactor' | 'onProblem'>;

/** Whoever opens it closes it. */
export function openAlgorithmsService(
  { environment, limits, strict }: Pick<Settings, 'environment' | 'limits' | 'strict'>,
  { python: { workspace }, files }: WorkspaceServices,
  { audit, redactor, onProblem }: Observers,
): ServedAlgorithms {
  const watched = {
    ...(redactor === undefined ? {} : { redactor }),
    ...(audit === undefined ? {} : { journal: audit.journal }),
  };
  const executor = openMeasuringExecutor({ strict, limits, workspace, ...watched });
  return new ServedAlgorithms({
    service: new AlgorithmsService({ executor, environment, limits, ...watched }),
    files: workspace === null || files === null ? null : new AlgorithmFiles(files, workspace.path),
    ...watched,
    onProblem,
    close: () => executor.close(),
  });
}
