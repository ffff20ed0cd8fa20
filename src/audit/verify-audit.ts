// audit.chain: reads every log of this user and says of each whether it is whole. Changes nothing, and disturbs no gateway that
// writes meanwhile: what it has written is read first, and how far that goes is known before.
import { join } from 'node:path';
import { PymcpError } from '../core/errors.js';
import { readLines } from '../host/read-lines.js';
import { PrivateFile } from '../host/private-file.js';
import { readAuditKey } from './audit-key.js';
import { type AuditPlaces, headFile, listLogs, listSegments, type Segment } from './audit-places.js';
import type { AuditKey, Sealed } from './chain.js';
import { type Head, headBytes, parseHead } from './head.js';
import { listFiles } from './read-records.js';
import { type LogLine, type LogVerdict, verifyLog } from './verify-log.js';

/** A record that somebody has noted elsewhere. */
export interface NotedRecord {
  readonly log: string;
  readonly number: number;
  readonly mark: string;
}

export interface VerifiedLog extends LogVerdict {
  readonly log: string;
  /** To be noted elsewhere. */
  readonly last: Sealed | null;
}

/** A program of 1 MiB as text, with everything escaped, and what is around it. */
const mostLineBytes = 8 * 1024 * 1024;

/** @throws PymcpError `audit.unsafe`, `audit.unreadable` */
export async function verifyAudit(
  places: AuditPlaces,
  noted: readonly NotedRecord[] = [],
): Promise<readonly VerifiedLog[]> {
  const files = await listFiles(places.logs);
  const heads = await listFiles(places.heads);
  const logs = [...new Set([...listLogs(files, heads), ...noted.map(({ log }) => log)])];
  const key = await readAuditKey(places.key);
  if (key === null && logs.length > 0) throw keyless(places.key);
  if (key === null) return [];
  const verified: VerifiedLog[] = [];
  for (const log of logs) {
    const expected = noted.find((one) => one.log === log);
    verified.push({ log, ...(await verifyOne(places, key, log, expected)) });
  }
  return verified;
}

async function verifyOne(
  places: AuditPlaces,
  key: AuditKey,
  log: string,
  noted: NotedRecord | undefined,
): Promise<LogVerdict> {
  // Before the log: what comes after it is more, never less.
  const head = readHead(join(places.heads, headFile(log)), key, log);
  const segments = listSegments(await listFiles(places.logs), log);
  const options = { key, log, head, ...(noted === undefined ? {} : { noted }) };
  return verifyLog(options, readSegments(places.logs, segments));
}

function readHead(path: string, key: AuditKey, log: string): Head | null {
  const file = PrivateFile.open(path, 'read');
  if (file === null) return null;
  try {
    return parseHead(key, log, file.readAt(0, headBytes));
  } finally {
    file.close();
  }
}

async function* readSegments(folder: string, segments: readonly Segment[]): AsyncGenerator<LogLine> {
  for (const { file } of segments) {
    let at = 0;
    for await (const line of readLines(join(folder, file), mostLineBytes)) {
      at += 1;
      yield { file, at, ...line };
    }
  }
}

function keyless(folder: string): PymcpError {
  return new PymcpError(
    'audit.unreadable',
    `there is an audit log, and no key in ${folder} to check it with`,
    'put the key back from a copy: without it nothing can be said of the log',
  );
}
