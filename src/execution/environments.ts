// Named Python environments: an interpreter and what its template imports once, for all runs.
import { PymcpError } from '../core/errors.js';
import { type EnvironmentName, parseEnvironmentName } from '../core/names.js';

export interface PythonEnvironment {
  readonly interpreter: string;
  readonly preload: readonly string[];
  /** Where they are installed for this interpreter. */
  readonly optionalPreload: readonly string[];
}

export interface NamedEnvironment {
  readonly name: EnvironmentName;
  /** What is imported before a program starts, in words. */
  readonly ready: string;
}

const debianPython = '/usr/bin/python3';

/**
 * What programs of an assistant import most. None of them starts a thread, opens a file or keeps a random state that a fork
 * would repeat; those that load a large library of the system (ssl) are left to whoever wants them.
 */
// prettier-ignore
const commonModules = [
  'abc', 'argparse', 'array', 'base64', 'bisect', 'collections', 'contextlib', 'copy', 'csv', 'dataclasses', 'datetime',
  'decimal', 'enum', 'fractions', 'functools', 'hashlib', 'heapq', 'html', 'inspect', 'io', 'itertools', 'json', 'linecache',
  'math', 'operator', 'os', 'pathlib', 'pickle', 'pprint', 'random', 're', 'shutil', 'statistics', 'string', 'struct',
  'subprocess', 'sys', 'tempfile', 'textwrap', 'threading', 'time', 'traceback', 'types', 'typing', 'unicodedata',
  'urllib.parse', 'uuid', 'warnings', 'zlib',
] as const;

const environments: ReadonlyMap<string, PythonEnvironment & { readonly ready: string }> = new Map([
  [
    'python',
    {
      interpreter: debianPython,
      preload: commonModules,
      optionalPreload: [],
      ready: 'the common modules of the standard library',
    },
  ],
  [
    'data',
    {
      interpreter: debianPython,
      preload: commonModules,
      optionalPreload: ['numpy', 'pandas', 'matplotlib.pyplot'],
      ready: 'numpy, pandas and matplotlib, where they are installed',
    },
  ],
]);

export function listEnvironments(): readonly NamedEnvironment[] {
  return [...environments].map(([name, { ready }]) => ({ name: parseEnvironmentName(name), ready }));
}

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
