// The whole result as the JSON that `--json` prints. Stable: scripts rely on the names (docs/results.md).
import type { ExecutionResult } from '../core/execution-result.js';
import { measurePng } from '../core/measure-png.js';

export function renderResultJson(result: ExecutionResult): string {
  const { outcome, stdout, stderr, usage, limits, isolation, files, images } = result;
  const shown = {
    ...outcome,
    stdout: stdout.text,
    stderr: stderr.text,
    output: {
      stdout: { bytes: stdout.bytes, truncated: stdout.truncated },
      stderr: { bytes: stderr.bytes, truncated: stderr.truncated },
    },
    files: files.map(({ path, size, bytes }) => ({ path, size, included: bytes !== null })),
    files_omitted: result.filesOmitted,
    images: images.map((image) => ({ ...measurePng(image), bytes: image.length })),
    images_omitted: result.imagesOmitted,
    created_protected: result.createdProtected,
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
