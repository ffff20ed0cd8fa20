// What pyright and ruff remark of some files, as lines for whoever explains them, and what is missing, in whole sentences.
import {
  type CodeQuestions,
  collectRemarks,
  type ToolRemarks,
} from '../../services/algorithms/collect-remarks.js';

export interface RemarkLines {
  readonly lines: readonly string[];
  readonly left: readonly string[];
}

const mostEach = 20;
const mostMs = 10_000;

/** @param code null where it is not offered */
export async function collectRemarkLines(
  code: CodeQuestions | null,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<RemarkLines> {
  if (paths.length === 0) return { lines: [], left: [] };
  if (code === null)
    return { lines: [], left: ['Remarks are missing: the code service is not enabled (--services).'] };
  const all = await Promise.all(
    paths.map(async (path) => {
      const { lint, diagnostics } = await collectRemarks(code, path, mostMs, signal);
      return [toLines(path, lint), toLines(path, diagnostics)];
    }),
  );
  const told = all.flat();
  return { lines: told.flatMap(({ lines }) => lines), left: told.flatMap(({ left }) => left) };
}

function toLines(path: string, asked: ToolRemarks): RemarkLines {
  if (asked.kind === 'missing') return { lines: [], left: [`Remarks are missing: ${asked.why}.`] };
  const lines = asked.remarks.map(
    ({ line, severity, message }) => `${path}:${line}: ${severity}: ${message}`,
  );
  const more = lines.length - mostEach;
  return { lines: lines.slice(0, mostEach), left: more > 0 ? [`${more} more remarks are left out.`] : [] };
}
