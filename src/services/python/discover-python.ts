// What the Python of an environment can do, asked inside the jail, so that a description says what is true there.
import { PymcpError } from '../../core/errors.js';
import { parseLimits } from '../../core/limits.js';
import type { NetworkGrant } from '../../core/network.js';
import type { EnvironmentName } from '../../core/names.js';
import type { PythonExecutor } from './python-executor.js';

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

/**
 * null where the jail cannot be set up: each call says why.
 * @param onProblem told why
 */
export async function discoverPython(
  executor: Pick<PythonExecutor, 'warmUp' | 'run'>,
  environment: EnvironmentName,
  network: NetworkGrant | null,
  onProblem: (error: unknown) => void,
): Promise<PythonFacts | null> {
  try {
    // In the jail of ordinary calls, so that their first one finds it warm.
    await executor.warmUp(environment, network);
    const limits = parseLimits({});
    const granted = network === null ? {} : { network };
    const request = { code: program, fileName: 'main.py', environment, limits, ...granted };
    const { stdout } = await executor.run(request);
    return parseFacts(stdout.text);
  } catch (error) {
    // A gateway that ends before it has begun is no problem.
    if (!(error instanceof PymcpError && error.code === 'gateway.cancelled')) onProblem(error);
    return null;
  }
}

/** null where the run ended in any other way: its gateway may be ending. */
function parseFacts(text: string): PythonFacts | null {
  try {
    const [version, found] = JSON.parse(text) as [string, string[]];
    return { version, packages: worthMention.filter((name) => found.includes(name)) };
  } catch {
    return null;
  }
}
