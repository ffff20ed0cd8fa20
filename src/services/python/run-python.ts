// What run_python does, without protocol: checks what is asked for, runs it in a fresh jail, and makes an answer of
// everything that can happen. Never rejects: a refusal is an answer too.
import { PymcpError } from '../../core/errors.js';
import { type ExecutionRequest, parseCode } from '../../core/execution-request.js';
import type { ExecutionResult } from '../../core/execution-result.js';
import type { InputFile } from '../../core/exchanged-file.js';
import { type Limits, parseLimits, type WantedLimits } from '../../core/limits.js';
import { parseInputFiles } from '../../core/parse-input-files.js';
import type { EnvironmentName } from '../../core/names.js';
import type { ExecutionObserver } from '../../execution/execute.js';
import type { Executor } from '../../execution/executor.js';

export interface RunPythonInput {
  readonly code: string;
  /** Seconds; the service's ordinary limit where it is left out. */
  readonly timeoutSeconds?: number;
  /** Put beside the program before it starts. */
  readonly files?: readonly InputFile[];
}

export type RunPythonAnswer =
  | { readonly kind: 'ran'; readonly result: ExecutionResult; readonly limits: Limits }
  | { readonly kind: 'refused'; readonly error: PymcpError };

/** What all runs of one gateway have in common. */
export interface RunPythonSetting {
  readonly executor: Executor;
  readonly environment: EnvironmentName;
  readonly limits: WantedLimits;
  /** Told of a failure that is ours, with its trace. */
  readonly onBug: (error: unknown) => void;
}

export async function runPython(
  setting: RunPythonSetting,
  input: RunPythonInput,
  signal?: AbortSignal,
): Promise<RunPythonAnswer> {
  try {
    const request = toRequest(setting, input);
    const observer: ExecutionObserver = signal === undefined ? {} : { signal };
    const result = await setting.executor.run(request, observer);
    return { kind: 'ran', result, limits: request.limits };
  } catch (error) {
    return { kind: 'refused', error: toRefusal(error, setting.onBug) };
  }
}

function toRequest(setting: RunPythonSetting, input: RunPythonInput): ExecutionRequest {
  const { timeoutSeconds } = input;
  const limits = parseLimits({
    ...setting.limits,
    ...(timeoutSeconds === undefined ? {} : { wallMs: Math.round(timeoutSeconds * 1000) }),
  });
  const fileName = 'main.py';
  const files = parseInputFiles(input.files ?? [], fileName);
  return { code: parseCode(input.code), fileName, environment: setting.environment, limits, files };
}

function toRefusal(error: unknown, onBug: RunPythonSetting['onBug']): PymcpError {
  if (error instanceof PymcpError) return error;
  onBug(error);
  return new PymcpError(
    'internal.bug',
    'isolated-pymcp itself failed and nothing is known of the run',
    'run it again; if it fails again, report it with what the server wrote to stderr',
    { cause: error },
  );
}
