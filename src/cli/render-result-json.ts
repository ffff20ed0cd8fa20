// The whole result as the JSON that `--json` prints. Stable: scripts rely on the names (docs/results.md).
import type { ExecutionResult } from '../core/execution-result.js';

export function renderResultJson(result: ExecutionResult): string {
  const { outcome, stdout, stderr, usage, limits, isolation } = result;
  const shown = {
    ...outcome,
    stdout: stdout.text,
    stderr: stderr.text,
    output: {
      stdout: { bytes: stdout.bytes, truncated: stdout.truncated },
      stderr: { bytes: stderr.bytes, truncated: stderr.truncated },
    },
    duration_ms: usage.wallMs,
    usage: {
      cpu_ms: usage.cpuMs,
      peak_memory_bytes: usage.peakMemoryBytes,
      pids_refused: usage.pidsRefused,
    },
    limits,
    isolation,
  };
  return `${JSON.stringify(shown, null, 2)}\n`;
}
