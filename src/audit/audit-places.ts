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

export const headFile = (log: string): string => `${log}.head`;
/** In the order of their names as in that of their records. */
export const segmentFile = (log: string, segment: number): string =>
  `${log}.${String(segment).padStart(8, '0')}.jsonl`;

const segmentPattern = /^(\d{1,3})\.(\d{8})\.jsonl$/;
const headPattern = /^(\d{1,3})\.head$/;

export interface Segment {
  readonly log: string;
  readonly number: number;
  readonly file: string;
}

/** Those of one log, or of all, in their order. */
export function listSegments(files: readonly string[], log?: string): readonly Segment[] {
  return files
    .flatMap((file) => {
      const [, of, number] = segmentPattern.exec(file) ?? [];
      return of === undefined || (log !== undefined && of !== log)
        ? []
        : [{ log: of, number: Number(number), file }];
    })
    .sort((one, other) => Number(one.log) - Number(other.log) || one.number - other.number);
}

/** The logs that files speak of, in their order. */
export function listLogs(logFiles: readonly string[], headFiles: readonly string[]): readonly string[] {
  const logs = [
    ...listSegments(logFiles).map(({ log }) => log),
    ...headFiles.flatMap((file) => headPattern.exec(file)?.[1] ?? []),
  ];
  return [...new Set(logs)].sort((one, other) => Number(one) - Number(other));
}
