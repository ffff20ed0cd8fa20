// The service that is shipped, with the real jail, as its commands open it where nobody chooses anything.
import { parseEnvironmentName } from '../../../src/core/names.js';
import { PythonService } from '../../../src/services/python/python-service.js';

export function openPython(): PythonService {
  return new PythonService({
    environment: parseEnvironmentName('python'),
    limits: {},
    strict: false,
    onProblem: (error) => {
      throw error instanceof Error ? error : new Error(String(error));
    },
  });
}
