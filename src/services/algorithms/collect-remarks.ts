// What ruff and pyright remark on the file that is analysed, by the code service, which runs both in jails. Whoever asks waits so long
// and no longer; what is missing is said. The words are those of tools that read a guest's file.
import { startTimer } from '../../host/clock.js';
import type { Answer } from '../python/answer.js';
import { askDiagnostics } from '../code/ask/diagnostics.js';
import { askLint } from '../code/ask/lint.js';
import type { CodeService } from '../code/code-service.js';

export interface Remark {
  readonly line: number;
  readonly severity: 'error' | 'warning';
  readonly message: string;
}

/** Of one tool: its remarks, or why there are none. */
export type ToolRemarks =
  | { readonly kind: 'asked'; readonly remarks: readonly Remark[] }
  | { readonly kind: 'missing'; readonly why: string };

export interface Remarks {
  /** Of ruff, which finds what is written badly. */
  readonly lint: ToolRemarks;
  /** Of pyright, which finds what cannot work. */
  readonly diagnostics: ToolRemarks;
}

export type CodeQuestions = Pick<CodeService, 'ask' | 'askLinter'>;

/**
 * Never rejects. When it has waited long enough nothing goes on for it.
 * @param path of the workspace of the code service
 */
export async function collectRemarks(
  code: CodeQuestions,
  path: string,
  mostMs: number,
  signal?: AbortSignal,
): Promise<Remarks> {
  const timer = startTimer(mostMs);
  const over = new AbortController();
  const either = signal === undefined ? over.signal : AbortSignal.any([signal, over.signal]);
  const late = timer.passed.then((): ToolRemarks => missing('it did not answer in time'));
  try {
    const lint = Promise.race([collectLint(code, path, either), late]);
    const diagnostics = Promise.race([collectDiagnostics(code, path, either), late]);
    return { lint: await lint, diagnostics: await diagnostics };
  } finally {
    timer.stop();
    over.abort();
  }
}

export function missingRemarks(why: string): Remarks {
  return { lint: missing(why), diagnostics: missing(why) };
}

async function collectLint(code: CodeQuestions, path: string, signal: AbortSignal): Promise<ToolRemarks> {
  const answer = await code.askLinter((session) => askLint(session, path), signal);
  return toRemarks(answer, ({ findings }) =>
    findings.map(({ spot, code: rule, message }) => ({
      line: spot.line,
      severity: rule === 'invalid-syntax' ? 'error' : 'warning',
      message: `${message} [ruff ${rule}]`,
    })),
  );
}

async function collectDiagnostics(
  code: CodeQuestions,
  path: string,
  signal: AbortSignal,
): Promise<ToolRemarks> {
  const answer = await code.ask((session) => askDiagnostics(session, path), signal);
  return toRemarks(answer, ({ diagnostics }) =>
    diagnostics.flatMap(({ spot, severity, message, rule }) =>
      severity === 'error' || severity === 'warning'
        ? [{ line: spot.line, severity, message: `${message}${rule === null ? '' : ` [${rule}]`}` }]
        : [],
    ),
  );
}

function toRemarks<Value>(answer: Answer<Value>, list: (value: Value) => readonly Remark[]): ToolRemarks {
  return answer.kind === 'done'
    ? { kind: 'asked', remarks: list(answer.value) }
    : missing(answer.error.message);
}

function missing(why: string): ToolRemarks {
  return { kind: 'missing', why };
}
