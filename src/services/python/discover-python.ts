// What the Python of an environment can do, asked inside the jail, so that a description says what is true there.
import { parseLimits } from '../../core/limits.js';
import type { EnvironmentName } from '../../core/names.js';
import type { Executor } from '../../execution/executor.js';

export interface PythonFacts {
  /** e.g. `3.11.2` */
  readonly version: string;
  /** Of the packages that are worth a mention, those that can be imported. */
  readonly packages: readonly string[];
}

/** By the name that is imported. */
const worthMention = [
  'numpy',
  'pandas',
  'matplotlib',
  'scipy',
  'sklearn',
  'sympy',
  'networkx',
  'PIL',
  'polars',
  'pyarrow',
  'seaborn',
  'statsmodels',
  'requests',
  'yaml',
] as const;

const program = `
import importlib.util, json, sys
found = [name for name in ${JSON.stringify(worthMention)} if importlib.util.find_spec(name)]
print(json.dumps([sys.version.split()[0], found]))
`;

/** null where the jail cannot be set up: each call says why. */
export async function discoverPython(
  executor: Executor,
  environment: EnvironmentName,
): Promise<PythonFacts | null> {
  try {
    const limits = parseLimits({});
    const { stdout } = await executor.run({ code: program, fileName: 'main.py', environment, limits });
    const [version, found] = JSON.parse(stdout.text) as [string, string[]];
    return { version, packages: worthMention.filter((name) => found.includes(name)) };
  } catch {
    return null;
  }
}
