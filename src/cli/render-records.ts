// Records of the audit log as a table and as lines of JSON. Nothing in it breaks a line or speaks to a terminal. Pure.
import type { FoundRecord } from '../audit/read-records.js';

export function renderRecord({ log, number, body }: FoundRecord): string {
  return `${escapeControls(JSON.stringify({ log, n: number, authentic: body !== null, ...body }))}\n`;
}

export function renderRecords(found: readonly FoundRecord[]): string {
  if (found.length === 0) return 'There is no record.\n';
  const rows = [['TIME', 'RECORD', 'CALLER', 'WHAT', 'RUN', 'HOW'], ...found.map(toRow)].map((row) =>
    row.map((cell) => escapeControls(cell)),
  );
  const width = (column: number): number => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  const widths = [0, 1, 2, 3, 4, 5].map(width);
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

function toRow({ log, number, body }: FoundRecord): string[] {
  if (body === null) return ['!', `${log}:${number ?? '?'}`, '!', 'not as it was written', '', ''];
  return [
    body.time,
    `${log}:${number ?? '?'}`,
    textOf(body['caller']),
    body.kind,
    textOf(body['id'] ?? body['session']),
    describe(body),
  ];
}

/** The fields of each kind that a person looks for. */
const told: Readonly<Record<string, readonly string[]>> = {
  begin: ['tool', 'environment', 'workspace', 'session'],
  end: ['status', 'error', 'exit_code', 'signal', 'limit', 'duration_ms'],
  network: ['verdict', 'host', 'port', 'secrets', 'why', 'session'],
  'network-end': ['host', 'port', 'secrets', 'bytes_up', 'bytes_down', 'duration_ms', 'session'],
  refused: ['tool', 'error'],
  call: ['service', 'tool', 'subjects', 'access'],
  'call-end': ['status', 'error', 'duration_ms'],
  session: ['tool', 'environment', 'forked_from'],
  'session-end': ['reason'],
  opened: ['command', 'pid', 'version', 'set_aside'],
  recovered: ['torn_bytes'],
  expired: ['through', 'files'],
};

function describe(body: Readonly<Record<string, unknown>>): string {
  return (told[String(body['kind'])] ?? [])
    .map((name) => [name, body[name]] as const)
    .filter(
      ([, value]) => value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0),
    )
    .map(([name, value]) => `${name}=${textOf(value)}`)
    .join(' ');
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Controls, and what turns the direction of text around. */
function escapeControls(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\u2028\u2029]/gu,
    (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
