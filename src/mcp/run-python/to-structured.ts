// From an answer to the structured result. Images go beside it: base64 in here would only cost the model tokens.
import type { ExecutionResult, Outcome } from '../../core/execution-result.js';
import type { OutputFile } from '../../core/exchanged-file.js';
import type { RunPythonAnswer } from '../../services/python/run-python.js';
import { explain } from './explain.js';
import type { StructuredResult } from './output-schema.js';
import { pngSize } from './png-size.js';
import { shorten } from './shorten.js';

/** Characters of one stream, a value or a traceback. Claude Code cuts a result at about 25,000 tokens. */
const mostCharacters = 20_000;

export function toStructured(answer: RunPythonAnswer): StructuredResult {
  const explanation = explain(answer);
  if (answer.kind === 'refused') return { status: 'refused', ...explanation, ...nothingRan };
  const { result } = answer;
  const { outcome, stdout, stderr, createdProtected } = result;
  return {
    status: outcome.status,
    ...explanation,
    stdout: shorten(stdout.text, mostCharacters),
    stderr: shorten(stderr.text, mostCharacters),
    value: null,
    exit_code: null,
    ...toOutcomeFields(outcome),
    files: result.files.map(toFile),
    images: result.images.map((png) => ({ mime_type: 'image/png', ...pngSize(png) })),
    ...(createdProtected.length === 0 ? {} : { created_protected: [...createdProtected] }),
    output: {
      stdout: { bytes: stdout.bytes, truncated: stdout.truncated || stdout.text.length > mostCharacters },
      stderr: { bytes: stderr.bytes, truncated: stderr.truncated || stderr.text.length > mostCharacters },
    },
    duration_ms: result.usage.wallMs,
    limits: result.limits,
    isolation: toIsolation(result),
  };
}

const nothingRan = {
  stdout: '',
  stderr: '',
  value: null,
  exit_code: null,
  files: [],
  images: [],
  output: { stdout: { bytes: 0, truncated: false }, stderr: { bytes: 0, truncated: false } },
  duration_ms: 0,
  limits: {},
  isolation: null,
} as const satisfies Partial<StructuredResult>;

function toOutcomeFields(
  outcome: Outcome,
): Partial<Pick<StructuredResult, 'value' | 'exit_code' | 'error' | 'limit'>> {
  switch (outcome.status) {
    case 'completed':
      return {
        value: outcome.value === null ? null : shorten(outcome.value, mostCharacters),
        exit_code: outcome.exitCode,
      };
    case 'raised':
      return { error: toError(outcome.error), exit_code: 1 };
    case 'limit':
      return { limit: outcome.limit };
    case 'lost':
      return { exit_code: outcome.exitCode };
    case 'cancelled':
      return {};
  }
}

function toError({
  name,
  message,
  traceback,
}: NonNullable<StructuredResult['error']>): StructuredResult['error'] {
  return {
    name: shorten(name, 200),
    message: shorten(message, 2000),
    traceback: shorten(traceback, mostCharacters),
  };
}

function toFile({ path, size }: OutputFile): StructuredResult['files'][number] {
  return { path: path.toWellFormed(), size, content: null };
}

function toIsolation({ isolation }: ExecutionResult): StructuredResult['isolation'] {
  return {
    backend: isolation.backend,
    namespaces: [...isolation.namespaces],
    seccomp_instructions: isolation.seccompInstructions,
    landlock_abi: isolation.landlockAbi,
    host_uid: isolation.hostUid,
  };
}
