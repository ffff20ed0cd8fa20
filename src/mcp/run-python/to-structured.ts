// From an answer to the structured result. Images go beside it: base64 in here would only cost the model tokens.
import { outerBoundaryOf } from '../../core/isolation.js';
import type { ExecutionResult, Outcome, RaisedError } from '../../core/execution-result.js';
import { measurePng } from '../../core/measure-png.js';
import type { RunPythonAnswer } from '../../services/python/run-python.js';
import { explain } from './explain.js';
import type { LinkedFrame } from './link-frames.js';
import type { StructuredResult } from './output-schema.js';
import type { SelectedArtifacts } from './select-artifacts.js';
import { shorten } from './shorten.js';
import { mostCharacters, type ShownStream, type ShownStreams } from './show-stream.js';

type Ran = Extract<RunPythonAnswer, { kind: 'ran' }>;

export function toStructuredRefusal(answer: Exclude<RunPythonAnswer, Ran>): StructuredResult {
  return {
    status: 'refused',
    ...explain(answer),
    stdout: '',
    stderr: '',
    value: null,
    exit_code: null,
    files: [],
    files_omitted: 0,
    images: [],
    images_omitted: 0,
    output: { stdout: { bytes: 0, truncated: false }, stderr: { bytes: 0, truncated: false } },
    duration_ms: 0,
    usage: null,
    session: null,
    limits: {},
    isolation: null,
    audit: null,
  };
}

export function toStructured(
  answer: Ran,
  artifacts: SelectedArtifacts,
  { stdout, stderr }: ShownStreams,
  frames: readonly LinkedFrame[],
): StructuredResult {
  const { result } = answer;
  const { outcome, createdProtected, networkDenied } = result;
  return {
    status: outcome.status,
    ...explain(answer),
    stdout: stdout.text,
    stderr: stderr.text,
    value: null,
    exit_code: null,
    ...toOutcomeFields(outcome, frames),
    files: artifacts.files.map(toFile),
    files_omitted: artifacts.filesOmitted,
    images: artifacts.images.map(toImage),
    images_omitted: artifacts.imagesOmitted,
    ...(artifacts.pagesOmitted === 0 ? {} : { html_omitted: artifacts.pagesOmitted }),
    ...(createdProtected.length === 0 ? {} : { created_protected: [...createdProtected] }),
    ...(networkDenied.length === 0 ? {} : { network_denied: [...networkDenied] }),
    output: {
      stdout: toStream(stdout),
      stderr: toStream(stderr),
    },
    duration_ms: result.usage.wallMs,
    usage: toUsage(result),
    session: toSession(result),
    limits: result.limits,
    isolation: toIsolation(result),
    audit: result.auditId ?? null,
  };
}

function toStream({ bytes, isCut, link }: ShownStream): StructuredResult['output']['stdout'] {
  return { bytes, truncated: isCut, ...(link === null ? {} : { uri: link.uri }) };
}

function toUsage({ usage, outcome }: ExecutionResult): StructuredResult['usage'] {
  const ended = outcome.status === 'limit' ? [outcome.limit] : [];
  const refused = usage.pidsRefused > 0 ? (['pids'] as const) : [];
  return {
    cpu_ms: usage.cpuMs,
    peak_memory_bytes: usage.peakMemoryBytes,
    pids_refused: usage.pidsRefused,
    limited_by: [...new Set([...ended, ...refused])],
  };
}

function toSession({ session }: ExecutionResult): StructuredResult['session'] {
  if (session === null) return null;
  const { id, alive, reason } = session;
  return { id, alive, ...(reason === null ? {} : { reason }) };
}

function toOutcomeFields(
  outcome: Outcome,
  frames: readonly LinkedFrame[],
): Partial<Pick<StructuredResult, 'value' | 'exit_code' | 'error' | 'limit'>> {
  switch (outcome.status) {
    case 'completed':
      return {
        value: outcome.value === null ? null : shorten(outcome.value, mostCharacters),
        exit_code: outcome.exitCode,
      };
    case 'raised':
      return { error: toError(outcome.error, frames), exit_code: 1 };
    case 'limit':
      return { limit: outcome.limit };
    case 'lost':
      return { exit_code: outcome.exitCode };
    case 'cancelled':
      return {};
  }
}

function toError(
  { name, message, traceback }: RaisedError,
  frames: readonly LinkedFrame[],
): StructuredResult['error'] {
  return {
    name: shorten(name, 200),
    message: shorten(message, 2000),
    traceback: shorten(traceback, mostCharacters),
    ...(frames.length === 0 ? {} : { frames: [...frames] }),
  };
}

function toFile({ file, delivery }: SelectedArtifacts['files'][number]): StructuredResult['files'][number] {
  const content = delivery.how === 'content' ? delivery.text : null;
  const shared = { path: file.path, size: file.size, delivery: delivery.how, content };
  if (delivery.how === 'link') return { ...shared, uri: delivery.uri };
  return delivery.how === 'left out' ? { ...shared, why: delivery.why } : shared;
}

function toImage(png: Buffer): StructuredResult['images'][number] {
  const { width, height } = measurePng(png) ?? { width: 0, height: 0 };
  return { mime_type: 'image/png', width, height };
}

function toIsolation({ isolation }: ExecutionResult): StructuredResult['isolation'] {
  return {
    backend: isolation.backend,
    ...(isolation.reason === undefined ? {} : { reason: isolation.reason }),
    namespaces: [...isolation.namespaces],
    shared_namespaces: [...(isolation.sharedNamespaces ?? [])],
    outer_boundary: outerBoundaryOf(isolation),
    seccomp_instructions: isolation.seccompInstructions,
    landlock_abi: isolation.landlockAbi,
    host_uid: isolation.hostUid,
    network: isolation.network === 'none' ? 'none' : [...isolation.network],
    scope: isolation.scope,
  };
}
