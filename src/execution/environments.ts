// Named Python environments: an interpreter and what its template imports once.
import { PymcpError } from '../core/errors.js';
import type { EnvironmentName } from '../core/names.js';

export interface PythonEnvironment {
  readonly interpreter: string;
  readonly preload: readonly string[];
}

const environments: ReadonlyMap<string, PythonEnvironment> = new Map([
  ['python', { interpreter: '/usr/bin/python3', preload: [] }],
]);

/** @throws PymcpError `environment.unknown` */
export function findEnvironment(name: EnvironmentName): PythonEnvironment {
  const found = environments.get(name);
  if (found !== undefined) return found;
  throw new PymcpError(
    'environment.unknown',
    `there is no Python environment named ${name}`,
    `use one of: ${[...environments.keys()].join(', ')}`,
  );
}
