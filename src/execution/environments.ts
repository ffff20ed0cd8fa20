// The Python environments that are built in: an interpreter and what its template imports once, for all runs. Those that a person has
// made are in environments/.
import { type EnvironmentName, parseEnvironmentName } from '../core/names.js';
import type { PackageTree } from '../sandbox/backend-contract.js';

export interface PythonEnvironment {
  readonly interpreter: string;
  readonly preload: readonly string[];
  /** Where they are installed for this interpreter. */
  readonly optionalPreload: readonly string[];
  /** Those that it brings with it, alone; where it is left out, those that are installed for the interpreter. */
  readonly packages?: PackageTree;
}

export interface NamedEnvironment {
  readonly name: EnvironmentName;
  readonly kind: 'built-in' | 'made';
  /** What is imported before a program starts, or which packages it has, in words. */
  readonly ready: string;
}

const debianPython = '/usr/bin/python3';

/**
 * What programs of an assistant import most. None of them starts a thread, opens a file or keeps a random state that a fork
 * would repeat; those that load a large library of the system (ssl) are left to whoever wants them.
 */
// prettier-ignore
export const commonModules = [
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
  return [...environments].map(([name, { ready }]) => ({
    name: parseEnvironmentName(name),
    kind: 'built-in',
    ready,
  }));
}

export function findBuiltInEnvironment(name: EnvironmentName): PythonEnvironment | null {
  return environments.get(name) ?? null;
}
