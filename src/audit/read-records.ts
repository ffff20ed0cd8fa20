// The records of all logs together, the newest first, each with whether it is as it was written.
import { join } from 'node:path';
import { readdir } from '../host/files.js';
import { hasCode } from '../host/errno.js';
import { readLinesBackwards } from '../host/read-lines.js';
import { type AuditPlaces, isLogOf, listLogs, listSegments } from './audit-places.js';
import { type AuditKey, keyIdOf, openRecord, readBody, type RecordBody } from './chain.js';

export interface FoundRecord {
  readonly log: string;
  /** Its number; null of a line that is no record. */
  readonly number: number | null;
  /** null where it is not as it was written. */
  readonly body: RecordBody | null;
}

/** The record of a log to go on with, by log; those of logs that are not named are left out. */
export type Position = ReadonlyMap<string, number>;

/** @param from null: from the newest on @throws as node:fs does */
export async function* readRecords(
  { logs }: Pick<AuditPlaces, 'logs'>,
  key: AuditKey,
  from: Position | null = null,
): AsyncGenerator<FoundRecord> {
  const files = await listFiles(logs);
  const names = listLogs(files, []).filter(
    (log) => isLogOf(log, keyIdOf(key)) && (from === null || from.has(log)),
  );
  const readers = names.map((log) => readLog(logs, files, key, log, from?.get(log)));
  const heads = await Promise.all(readers.map(async (reader) => (await reader.next()).value ?? null));
  for (;;) {
    const newest = heads.reduce<number>(
      (best, head, index) => (isNewer(head, heads[best]) ? index : best),
      -1,
    );
    const head = heads[newest];
    if (head === undefined || head === null) return;
    yield head;
    heads[newest] = (await readers[newest]?.next())?.value ?? null;
  }
}

/** What is no record stands where it stands. */
function isNewer(head: FoundRecord | null, best: FoundRecord | null | undefined): boolean {
  if (head === null) return false;
  if (best === undefined || best === null || head.body === null) return true;
  return best.body !== null && head.body.time > best.body.time;
}

async function* readLog(
  folder: string,
  files: readonly string[],
  key: AuditKey,
  log: string,
  from: number | undefined,
): AsyncGenerator<FoundRecord, null> {
  for (const { file } of [...listSegments(files, log)].reverse()) {
    try {
      for await (const line of readLinesBackwards(join(folder, file))) {
        const record = openRecord(key, log, line);
        if (record !== null && from !== undefined && record.number > from) continue;
        yield { log, number: record?.number ?? null, body: record === null ? null : readBody(line) };
      }
    } catch (error) {
      // A gateway has removed it meanwhile, because it is kept no longer.
      if (!hasCode(error, 'ENOENT')) throw error;
    }
  }
  return null;
}

/** None where nothing was ever written. @throws as node:fs does */
export async function listFiles(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  }
}
