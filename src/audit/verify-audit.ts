// audit.chain: reads every log of this user and says of each whether it is whole. Changes nothing, and disturbs no gateway that
// writes meanwhile: what it has written is read first, and how far that goes is known before.
import { join } from 'node:path';
import { PymcpError } from '../core/errors.js';
import { readLines } from '../host/read-lines.js';
import { hasCode } from '../host/errno.js';
import { PrivateFile } from '../host/private-file.js';
import { readAuditKey } from './audit-key.js';
import { type AuditPlaces, headFile, isLogOf, listLogs, listSegments, type Segment } from './audit-places.js';
import { type AuditKey, keyIdOf, type Sealed } from './chain.js';
import { type Head, headBytes, newHead, parseHead } from './head.js';
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

/** Nothing can be said of it. */
const ofAnotherKey: LogVerdict = {
  records: 0,
  last: null,
  tornBytes: 0,
  problems: [{ kind: 'key', records: null, file: null, line: null }],
};
/** A program of 1 MiB as text, with everything escaped, and what is around it. */
const mostLineBytes = 8 * 1024 * 1024;
const mostLooks = 3;

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
    const isOurs = isLogOf(log, keyIdOf(key));
    verified.push({ log, ...(isOurs ? await verifyOne(places, key, log, expected) : ofAnotherKey) });
  }
  return verified;
}

async function verifyOne(
  places: AuditPlaces,
  key: AuditKey,
  log: string,
  noted: NotedRecord | undefined,
): Promise<LogVerdict> {
  for (let look = 1; ; look += 1) {
    // Before the log: what comes after it is more, and less only where a gateway removes what is kept no longer.
    const head = await findHead(places, key, log);
    const segments = listSegments(await listFiles(places.logs), log);
    const options = { key, log, head, ...(noted === undefined ? {} : { noted }) };
    const verdict = await verifyLog(options, readSegments(places.logs, segments));
    const isSettled = (await findHead(places, key, log))?.base.number === head?.base.number;
    if (verdict.problems.length === 0 || isSettled || look === mostLooks) return verdict;
  }
}

/** null where it is missing or not ours. */
async function findHead({ heads, logs }: AuditPlaces, key: AuditKey, log: string): Promise<Head | null> {
  const file = PrivateFile.open(join(heads, headFile(log)), 'read');
  if (file === null) return null;
  try {
    if (file.size > 0) return parseHead(key, log, file.readAt(0, headBytes));
    // A gateway that was killed in its first moment has written neither.
    const isNew = listSegments(await listFiles(logs), log).length === 0;
    return isNew ? newHead(key, log) : null;
  } finally {
    file.close();
  }
}

async function* readSegments(folder: string, segments: readonly Segment[]): AsyncGenerator<LogLine> {
  for (const { file } of segments) yield* readSegment(folder, file);
}

/** None of one that is gone meanwhile: its records are missing then, or kept no longer. */
async function* readSegment(folder: string, file: string): AsyncGenerator<LogLine> {
  let at = 0;
  try {
    for await (const line of readLines(join(folder, file), mostLineBytes)) {
      at += 1;
      yield { file, at, ...line };
    }
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
  }
}

function keyless(folder: string): PymcpError {
  return new PymcpError(
    'audit.unreadable',
    `there is an audit log, and no key in ${folder} to check it with`,
    'put the key back from a copy: without it nothing can be said of the log',
  );
}
