// What a caller may know of the audit log: its own records, in pages, the newest first. Another's are not there for it.
import type { Caller } from '../core/caller.js';
import { openAuditKey } from './audit-key.js';
import type { AuditPlaces } from './audit-places.js';
import type { RecordBody } from './chain.js';
import { type Position, readRecords } from './read-records.js';

export interface RecordPage {
  readonly records: readonly RecordBody[];
  /** null where there is no more. */
  readonly next: Position | null;
}

const pageSize = 50;
/** Records of others that are passed over for one page: a page that would take longer ends before it is full. */
const mostPassed = 20_000;

/** @throws PymcpError `audit.unsafe`, or as node:fs does */
export async function readOwnRecords(
  places: AuditPlaces,
  caller: Caller,
  from: Position | null,
): Promise<RecordPage> {
  const key = await openAuditKey(places.key);
  const records: RecordBody[] = [];
  const next = new Map(from);
  let passed = 0;
  for await (const { log, number, body } of readRecords(places, key, from)) {
    if (records.length === pageSize || passed === mostPassed) return { records, next };
    passed += 1;
    if (number !== null) next.set(log, number - 1);
    if (body?.['caller'] === caller) records.push(body);
  }
  return { records, next: null };
}
