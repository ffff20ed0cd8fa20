// The whole result as the JSON that `--json` prints. Stable: scripts rely on the names (docs/running.md).
import type { ExecutionResult, Outcome } from '../core/execution-result.js';
import { type Isolation, outerBoundaryOf } from '../core/isolation.js';
import { measurePng } from '../core/measure-png.js';

export function renderResultJson(result: ExecutionResult): string {
  const { outcome, stdout, stderr, usage, limits, isolation, files, images } = result;
  const shown = {
    ...toOutcomeFields(outcome),
    stdout: stdout.text,
    stderr: stderr.text,
    output: {
      stdout: { bytes: stdout.bytes, truncated: stdout.truncated },
      stderr: { bytes: stderr.bytes, truncated: stderr.truncated },
    },
    files: files.map(({ path, size, content }) => ({ path, size, included: content.kind !== 'left out' })),
    files_omitted: result.filesOmitted,
    images: images.map((image) => ({ ...measurePng(image), bytes: image.length })),
    images_omitted: result.imagesOmitted,
    html: result.html.map((page) => ({ bytes: Buffer.byteLength(page) })),
    html_omitted: result.htmlOmitted,
    created_protected: result.createdProtected,
    network_denied: result.networkDenied,
    duration_ms: usage.wallMs,
    usage: {
      cpu_ms: usage.cpuMs,
      peak_memory_bytes: usage.peakMemoryBytes,
      pids_refused: usage.pidsRefused,
    },
    limits,
    isolation: toIsolationFields(isolation),
    audit: result.auditId ?? null,
  };
  return `${JSON.stringify(shown, null, 2)}\n`;
}

function toOutcomeFields(outcome: Outcome): object {
  if (outcome.status !== 'completed' && outcome.status !== 'lost') return outcome;
  const { exitCode, ...rest } = outcome;
  return { ...rest, exit_code: exitCode };
}

function toIsolationFields(isolation: Isolation): object {
  const { seccompInstructions, landlockAbi, hostUid, sharedNamespaces = [], ...rest } = isolation;
  return {
    ...rest,
    shared_namespaces: sharedNamespaces,
    outer_boundary: outerBoundaryOf(isolation),
    seccomp_instructions: seccompInstructions,
    landlock_abi: landlockAbi,
    host_uid: hostUid,
  };
}
