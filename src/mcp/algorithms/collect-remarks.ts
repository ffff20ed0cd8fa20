// What pyright and ruff remark of a file, for whoever explains it. Whoever asks waits so long and no longer, and is told what is missing.
import { startTimer } from '../../host/clock.js';
import { askDiagnostics } from '../../services/code/ask/diagnostics.js';
import { askComplexity, askLint } from '../../services/code/ask/lint.js';
import type { Answer } from '../../services/python/answer.js';
import type { CodeService } from '../../services/code/code-service.js';

export type CodeQuestions = Pick<CodeService, 'ask' | 'askLinter'>;

export interface Remarks {
  /** A line for each. */
  readonly lines: readonly string[];
  /** Why something is missing, in whole sentences. */
  readonly left: readonly string[];
}

const mostEach = 20;
const mostMs = 10_000;

/** @param code null where it is not offered */
export async function collectRemarks(
  code: CodeQuestions | null,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<Remarks> {
  if (paths.length === 0) return { lines: [], left: [] };
  if (code === null)
    return { lines: [], left: ['Remarks are missing: the code service is not enabled (--services).'] };
  const timer = startTimer(mostMs);
  const hurry = new AbortController();
  const both = AbortSignal.any([signal, hurry.signal]);
  const asked = Promise.all(
    paths.flatMap((path) => [askRuff(code, path, both), askPyright(code, path, both)]),
  );
  const late: Remarks = {
    lines: [],
    left: ['Remarks are missing: the language server did not answer in time.'],
  };
  try {
    return await Promise.race([asked.then(join), timer.passed.then(() => late)]);
  } finally {
    timer.stop();
    hurry.abort();
  }
}

function askRuff(code: CodeQuestions, path: string, signal: AbortSignal): Promise<Remarks> {
  return toRemarks(
    code.askLinter(async (session) => {
      const { findings } = await askLint(session, path);
      const { functions } = await askComplexity(session, path);
      const branched = functions.filter(({ complexity }) => complexity > 10);
      return [
        ...findings.map(({ spot, code: rule, message }) => `${path}:${spot.line}: ${message} [ruff ${rule}]`),
        ...branched.map(
          ({ name, spot, complexity }) => `${path}:${spot.line}: ${name} has ${complexity} ways through it`,
        ),
      ];
    }, signal),
  );
}

function askPyright(code: CodeQuestions, path: string, signal: AbortSignal): Promise<Remarks> {
  return toRemarks(
    code.ask(async (session) => {
      const { diagnostics } = await askDiagnostics(session, path);
      return diagnostics.map(
        ({ spot, severity, message, rule }) =>
          `${path}:${spot.line}: ${severity}: ${message}${rule === null ? '' : ` [${rule}]`}`,
      );
    }, signal),
  );
}

async function toRemarks(asked: Promise<Answer<readonly string[]>>): Promise<Remarks> {
  const answer = await asked;
  if (answer.kind === 'refused')
    return { lines: [], left: [`Remarks are missing: ${answer.error.message}.`] };
  const lines = answer.value;
  const more = lines.length - mostEach;
  return { lines: lines.slice(0, mostEach), left: more > 0 ? [`${more} more remarks are left out.`] : [] };
}

function join(all: readonly Remarks[]): Remarks {
  return { lines: all.flatMap(({ lines }) => lines), left: all.flatMap(({ left }) => left) };
}
