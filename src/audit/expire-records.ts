// Removes what is kept no longer, whole files from the oldest on. How old a file is says its last record, which nobody can
// make older; the head says from where on the log is kept, before a file goes.
import { join } from 'node:path';
import { readdir, rm } from '../host/files.js';
import { listSegments } from './audit-places.js';
import { openRecord, readBody, type RecordBody } from './chain.js';
import { readLastLine } from './find-end.js';
import type { Point } from './head.js';
import type { LogWriter } from './log-writer.js';
import { toTime } from './record.js';

export interface Expiry {
  readonly folder: string;
  readonly nowMs: number;
  readonly keepMs: number;
}

/** Synchronous up to the removal: the records are gone for the log then. @throws UnsafeFileError, or as node:fs does */
export async function expireRecords(writer: LogWriter, expiry: Expiry): Promise<void> {
  const segments = listSegments(await readdir(expiry.folder), writer.log);
  const old: string[] = [];
  let base: Point = writer.base;
  for (const { file, number } of segments) {
    if (number >= writer.segmentNumber) break;
    const last = findExpired(join(expiry.folder, file), writer, expiry);
    if (last === null) break;
    old.push(file);
    if (last.number > base.number) base = last;
  }
  if (base.number > writer.base.number) {
    writer.append([toExpired(expiry.nowMs, base.number, old.length)]);
    writer.moveBase(base);
  }
  for (const file of old) await rm(join(expiry.folder, file), { force: true });
}

/** Its last record, where that is old enough. */
function findExpired(path: string, { key, log }: LogWriter, { nowMs, keepMs }: Expiry): Point | null {
  const line = readLastLine(path);
  const record = line === null ? null : openRecord(key, log, line);
  const body = line === null ? null : readBody(line);
  if (record === null || body === null) return null;
  return Date.parse(body.time) < nowMs - keepMs ? record : null;
}

function toExpired(ms: number, through: number, files: number): RecordBody {
  return { ...toTime(ms, 'expired'), through, files };
}
