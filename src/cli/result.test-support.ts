// A result whose outcome the test chooses.
import type { ExecutionResult, Outcome } from '../core/execution-result.js';

const enforced = { level: 'enforced', by: 'cgroup v2' } as const;

export function resultOf(outcome: Outcome, usage: Partial<ExecutionResult['usage']> = {}): ExecutionResult {
  return {
    outcome,
    stdout: { text: 'out\n', bytes: 4, truncated: false },
    stderr: { text: 'e\n… 5 bytes left out …\nr', bytes: 7, truncated: true },
    files: [],
    filesOmitted: 0,
    images: [],
    imagesOmitted: 0,
    html: [],
    htmlOmitted: 0,
    createdProtected: [],
    networkDenied: [],
    usage: { wallMs: 12.345, cpuMs: 7, peakMemoryBytes: null, pidsRefused: 0, ...usage },
    limits: {
      memory: enforced,
      cpu: { level: 'not available', why: 'no cgroup' },
      pids: { level: 'watched', by: 'host watchdog' },
      wall: enforced,
      output: enforced,
      files: enforced,
    },
    isolation: {
      backend: 'bubblewrap',
      namespaces: ['user', 'pid'],
      seccompInstructions: 321,
      landlockAbi: 7,
      hostUid: 1001,
      scope: 'own',
      network: 'none',
    },
    session: null,
  };
}
