// Where the audit log of this user lies: the logs, what says how far they go, and the key, in three folders of their own.
import { join } from 'node:path';
import { PymcpError } from '../core/errors.js';
import { configFolder, stateFolder } from '../host/own-folders.js';

export interface AuditPlaces {
  readonly logs: string;
  readonly heads: string;
  readonly key: string;
}

/** @throws PymcpError `audit.not-written` where this user has no home */
export function findAuditPlaces(): AuditPlaces {
  const [state, config] = [stateFolder(), configFolder()];
  if (state !== null && config !== null)
    return { logs: join(state, 'audit'), heads: join(state, 'audit-heads'), key: join(config, 'audit') };
  throw new PymcpError(
    'audit.not-written',
    'there is no place for the audit log: this user has no home',
    'set XDG_STATE_HOME and XDG_CONFIG_HOME to folders of your own',
  );
}

/** Logs of gateways that run at once. */
export const mostLogs = 256;

/** Logs of different keys never meet: whoever comes with another one begins others. */
export const logName = (keyId: string, number: number): string => `${keyId}-${number}`;
export const isLogOf = (log: string, keyId: string): boolean => log.startsWith(`${keyId}-`);

export const headFile = (log: string): string => `${log}.head`;
/** In the order of their names as in that of their records. */
export const segmentFile = (log: string, segment: number): string =>
  `${log}.${String(segment).padStart(8, '0')}.jsonl`;

const segmentPattern = /^([0-9a-f]{8}-\d{1,3})\.(\d{8})\.jsonl$/;
const headPattern = /^([0-9a-f]{8}-\d{1,3})\.head$/;

export interface Segment {
  readonly log: string;
  readonly number: number;
  readonly file: string;
}

/** Those of one log, or of all, in their order. */
export function listSegments(files: readonly string[], log?: string): readonly Segment[] {
  return files
    .flatMap((file) => {
      const [, of, number] = file.match(segmentPattern) ?? [];
      return of === undefined || (log !== undefined && of !== log)
        ? []
        : [{ log: of, number: Number(number), file }];
    })
    .sort((one, other) => compareLogs(one.log, other.log) || one.number - other.number);
}

/** The logs that files speak of, in their order. */
export function listLogs(logFiles: readonly string[], headFiles: readonly string[]): readonly string[] {
  const logs = [
    ...listSegments(logFiles).map(({ log }) => log),
    ...headFiles.flatMap((file) => file.match(headPattern)?.[1] ?? []),
  ];
  return [...new Set(logs)].sort(compareLogs);
}

function compareLogs(one: string, other: string): number {
  const [[oneKey = '', oneNumber], [otherKey = '', otherNumber]] = [one.split('-'), other.split('-')];
  return oneKey === otherKey ? Number(oneNumber) - Number(otherNumber) : oneKey < otherKey ? -1 : 1;
}
