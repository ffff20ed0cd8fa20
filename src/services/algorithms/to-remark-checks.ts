// Remarks on a file as checks of its functions: each is that of the function on whose lines it stands. Pure.
import type { Check } from './check.js';
import type { Remarks, ToolRemarks } from './collect-remarks.js';

const mostShown = 3;
const longest = 360;

/** @param lines the first and last line of the function; null where they are not known, and then nothing can be said */
export function toRemarkChecks(
  { lint, diagnostics }: Remarks,
  lines: readonly [number, number] | null,
): readonly Check[] {
  return [toCheck('lint', lint, lines), toCheck('diagnostics', diagnostics, lines)];
}

function toCheck(name: string, tool: ToolRemarks, lines: readonly [number, number] | null): Check {
  if (tool.kind === 'missing') return { name, state: 'unknown', detail: tool.why };
  if (lines === null) return { name, state: 'unknown', detail: 'its lines are not known' };
  const [first, last] = lines;
  const own = tool.remarks.filter(({ line }) => line >= first && line <= last);
  if (own.length === 0) return { name, state: 'ok', detail: 'no remarks' };
  const shown = own.slice(0, mostShown).map(({ line, message }) => `line ${line}: ${toOneLine(message)}`);
  const rest = own.length > mostShown ? [`and ${own.length - mostShown} more`] : [];
  return {
    name,
    state: own.some(({ severity }) => severity === 'error') ? 'failed' : 'warning',
    detail: [...shown, ...rest].join('; ').slice(0, longest).toWellFormed(),
  };
}

function toOneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
