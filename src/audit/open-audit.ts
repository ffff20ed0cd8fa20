// The audit log of one gateway: what it writes, and what its callers may read of it.
import type { Caller } from '../core/caller.js';
import { PymcpError } from '../core/errors.js';
import type { CallJournal } from '../core/call-journal.js';
import type { ExecutionJournal } from '../core/execution-journal.js';
import { AuditJournal, type AuditOptions } from './audit-journal.js';
import { readOwnRecords, type RecordPage } from './own-records.js';
import type { Position } from './read-records.js';

export interface Audit {
  readonly journal: ExecutionJournal & CallJournal;
  /** @param from null: the newest @throws PymcpError `audit.unsafe`, `audit.unreadable` */
  readonly readOwn: (caller: Caller, from: Position | null) => Promise<RecordPage>;
  /** After the last execution has ended. Never rejects. */
  readonly close: () => Promise<void>;
}

/** Opens it at once; where that fails each execution is refused, with the reason. Whoever opens it closes it. */
export function openAudit(options: AuditOptions): Audit {
  const journal = new AuditJournal(options);
  journal.warmUp();
  return {
    journal,
    readOwn: (caller, from) => readOwnRecords(options.places, caller, from).catch(toUnreadable),
    close: () => journal.close(),
  };
}

function toUnreadable(error: unknown): never {
  if (error instanceof PymcpError || !(error instanceof Error)) throw error;
  throw new PymcpError(
    'audit.unreadable',
    `the audit log cannot be read: ${error.message}`,
    'check its folder, then try again',
    { cause: error },
  );
}
