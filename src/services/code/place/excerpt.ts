// Lines of a file around one of them, numbered, as every tool shows source. Pure.

const mostColumns = 200;

/** @param line from 1 @param context lines before and after it */
export function excerpt(lines: readonly string[], line: number, context: number): string {
  const first = Math.max(1, line - context);
  const last = Math.min(lines.length, line + context);
  const width = String(last).length;
  const shown: string[] = [];
  for (let at = first; at <= last; at += 1) {
    const mark = at === line && context > 0 ? '>' : ' ';
    shown.push(`${mark}${String(at).padStart(width)} | ${cut(lines[at - 1] ?? '')}`);
  }
  return shown.join('\n');
}

function cut(line: string): string {
  return line.length <= mostColumns ? line : `${line.slice(0, mostColumns)} … (${line.length} characters)`;
}
