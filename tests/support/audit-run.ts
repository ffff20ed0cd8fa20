// An execution as a journal is told of it, without one.
import { toCaller } from '../../src/core/caller.js';
import { noArtifacts } from '../../src/core/exchanged-file.js';
import type { RunDescription } from '../../src/core/execution-journal.js';
import type { ExecutionResult } from '../../src/core/execution-result.js';
import { limitNames } from '../../src/core/isolation.js';
import type { LimitLevels } from '../../src/core/isolation.js';
import { defaultLimits } from '../../src/core/limits.js';
import { parseEnvironmentName } from '../../src/core/names.js';

export function describedRun(code: string, caller = 'the test'): RunDescription {
  return {
    origin: { caller: toCaller(caller), service: 'python', tool: 'run_python' },
    environment: parseEnvironmentName('python'),
    workspace: null,
    strict: false,
    network: null,
    limits: defaultLimits,
    code,
    files: { count: 0, bytes: 0 },
    session: null,
  };
}

export const madeUpResult: ExecutionResult = {
  outcome: { status: 'completed', exitCode: 0, value: null },
  stdout: { text: '', bytes: 0, truncated: false },
  stderr: { text: '', bytes: 0, truncated: false },
  ...noArtifacts,
  createdProtected: [],
  networkDenied: [],
  usage: { wallMs: 1, cpuMs: 1, peakMemoryBytes: 1, pidsRefused: 0 },
  limits: Object.fromEntries(limitNames.map((name) => [name, { level: 'enforced', by: 'x' }])) as LimitLevels,
  isolation: {
    backend: 'none',
    namespaces: [],
    seccompInstructions: 0,
    landlockAbi: 0,
    hostUid: 1,
    scope: 'own',
    network: 'none',
  },
  session: null,
};
