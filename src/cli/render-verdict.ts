// What `pymcp audit verify` found, as sentences and as JSON. Pure.
import type { VerifiedLog } from '../audit/verify-audit.js';
import type { LogProblem } from '../audit/verify-log.js';

const words = {
  changed: 'was changed, or was not written by a gateway',
  dropped: 'is missing',
  reordered: 'is not where it was written',
  repeated: 'is there more than once',
  cut: 'is missing at the end',
  head: 'what says how far the log goes is missing, damaged or of another key',
  key: 'nothing in it was written under the key that is there now',
} as const satisfies Record<LogProblem['kind'], string>;

export function renderVerdict(logs: readonly VerifiedLog[]): string {
  if (logs.length === 0) return 'There is no audit log yet.\n';
  return logs.map(renderLog).join('');
}

function renderLog({ log, records, last, tornBytes, problems }: VerifiedLog): string {
  const torn =
    tornBytes === 0
      ? ''
      : `; ${tornBytes} bytes at its end are of a record that a killed gateway was writing`;
  if (problems.length > 0)
    return problems.map((problem) => `log ${log}: ${problem.kind}: ${sayProblem(problem)}\n`).join('');
  const noted = last === null ? '' : `  ${log}:${last.number}:${last.mark}`;
  return `log ${log}: whole, ${records} records${torn}${noted}\n`;
}

function sayProblem({ kind, records, file, line }: LogProblem): string {
  const where = file === null ? '' : ` (${file}${line === null ? '' : `, line ${line}`})`;
  if (records === null) return `${words[kind]}${where}`;
  const [first, last] = records;
  const which = first === last ? `record ${first}` : `each of the records ${first} to ${last}`;
  return `${which} ${words[kind]}${where}`;
}

export function renderVerdictJson(logs: readonly VerifiedLog[]): string {
  const shown = logs.map(({ log, records, last, tornBytes, problems }) => ({
    log,
    whole: problems.length === 0,
    records,
    last: last === null ? null : { n: last.number, mac: last.mark },
    torn_bytes: tornBytes,
    problems: problems.map((problem) => ({ ...problem, message: sayProblem(problem) })),
  }));
  return `${JSON.stringify({ whole: shown.every(({ whole }) => whole), logs: shown }, null, 2)}\n`;
}
