// audit.chain: writes down every execution of one gateway. A beginning that cannot be written refuses the execution; an end
// that cannot be written is kept, and nothing more begins until it is written too.
import { randomBytes } from 'node:crypto';
import { PymcpError } from '../core/errors.js';
import type { CallDescription, CallEntry, CallJournal } from '../core/call-journal.js';
import type {
  ExecutionJournal,
  NetworkOwner,
  Origin,
  RunDescription,
  RunEntry,
  SessionDescription,
  SessionEnding,
} from '../core/execution-journal.js';
import type { NetworkSink } from '../core/network.js';
import type { SecretRedactor } from '../core/secret-redactor.js';
import { doLater, monotonicMs, nowMs } from '../host/clock.js';
import { openAuditKey } from './audit-key.js';
import type { AuditPlaces } from './audit-places.js';
import type { RecordBody } from './chain.js';
import { describeGateway } from './describe-gateway.js';
import { expireRecords } from './expire-records.js';
import type { LogWriter } from './log-writer.js';
import { openLog } from './open-log.js';
import {
  type CodePolicy,
  toBegin,
  toCall,
  toCallEnd,
  toEnd,
  toFailure,
  toNetworkDecision,
  toNetworkTraffic,
  toRefusal,
  toSessionBegin,
  toSessionEnd,
  toTime,
} from './record.js';
import { toNotWritten } from './to-not-written.js';

/** When records are made to outlast a power cut: each before what it speaks of, or all together a second later at most. */
export type SyncPolicy = 'record' | 'second';

export interface AuditOptions {
  readonly places: AuditPlaces;
  /** Which command opened it. */
  readonly command: string;
  readonly sync: SyncPolicy;
  readonly code: CodePolicy;
  /** A file that is larger is followed by another. */
  readonly fileBytes: number;
  /** null: for ever. */
  readonly keepMs: number | null;
  /** Told of what no execution reports: an end that could not be written, a log that is not as it was written. */
  readonly onProblem: (error: PymcpError) => void;
  /** secret.unlogged: of all that is written; without it nothing is secret. */
  readonly redactor?: SecretRedactor;
}

const syncMs = 1_000;
/** Ends that could not be written yet; beyond it refusals are left out, which began nothing. */
const mostOwed = 10_000;

/** Whoever opens it closes it, after the last execution has ended. */
export class AuditJournal implements ExecutionJournal, CallJournal {
  readonly #options: AuditOptions;
  readonly #told = new WeakSet();
  #owed: RecordBody[] = [];
  #writer: LogWriter | null = null;
  #opening: Promise<LogWriter> | null = null;
  #leaving: Promise<unknown> = Promise.resolve();
  #syncing: Promise<void> = Promise.resolve();
  #nextSync: Promise<void> | null = null;
  #expiring: Promise<void> = Promise.resolve();
  #stopWaiting: (() => void) | null = null;
  #segment = 0;

  constructor(options: AuditOptions) {
    this.#options = options;
  }

  /** Opens it now, so that the first execution does not wait for it. What fails is told to each execution. */
  warmUp(): void {
    void this.#ready().catch(() => undefined);
  }

  readonly begin = async (run: RunDescription): Promise<RunEntry> => {
    const id = randomBytes(8).toString('hex');
    await this.#write((ms) => toBegin({ ms, id }, run, this.#options.code));
    const startedMs = monotonicMs();
    const now = () => ({ id, ms: nowMs() });
    return {
      id,
      end: (result) => {
        this.#note(toEnd(now(), run, result, monotonicMs() - startedMs));
      },
      fail: (error) => {
        if (typeof error === 'object' && error !== null) this.#told.add(error);
        this.#note(toFailure(now(), run, error));
      },
    };
  };

  readonly watchNetwork = (owner: NetworkOwner): NetworkSink => ({
    decided: (decision) => this.#write((ms) => toNetworkDecision(ms, owner, decision)),
    ended: (decision, traffic) => {
      this.#note(toNetworkTraffic(nowMs(), owner, decision, traffic));
    },
  });

  readonly beginSession = (session: SessionDescription): Promise<void> =>
    this.#write((ms) => toSessionBegin(ms, session));

  readonly endSession = (ending: SessionEnding): void => {
    this.#note(toSessionEnd(nowMs(), ending));
  };

  readonly beginCall = async (call: CallDescription): Promise<CallEntry> => {
    const id = randomBytes(8).toString('hex');
    await this.#write((ms) => toCall({ ms, id }, call));
    const startedMs = monotonicMs();
    return {
      end: (error) => {
        if (typeof error === 'object' && error !== null) this.#told.add(error);
        this.#note(toCallEnd({ ms: nowMs(), id }, call, error, monotonicMs() - startedMs));
      },
    };
  };

  readonly refuse = (origin: Origin, error: unknown): void => {
    if (this.#isTold(error) || (error instanceof Error && this.#isTold(error.cause))) return;
    // Of what cannot be written there is nothing to be written.
    if (error instanceof PymcpError && error.code.startsWith('audit.')) return;
    if (this.#owed.length < mostOwed) this.#note(toRefusal(nowMs(), origin, error));
  };

  /** Writes what is owed, says that this gateway has ended, and puts it on the disk. Never rejects. */
  async close(): Promise<void> {
    this.#stopWaiting?.();
    if (this.#opening === null && this.#owed.length === 0) return;
    try {
      const writer = await this.#ready();
      await this.#expiring;
      this.#append(toTime(nowMs(), 'closed'));
      await this.#syncNow();
      this.#lose(writer);
    } catch (error) {
      this.#options.onProblem(toNotWritten(error, this.#options.places.logs));
    }
    await this.#leaving;
  }

  /** @throws PymcpError `audit.not-written` */
  async #write(toBody: (ms: number) => RecordBody): Promise<void> {
    try {
      if (this.#writer === null) await this.#ready();
      this.#append(toBody(nowMs()));
      if (this.#options.sync === 'record') await this.#syncNow();
      else this.#syncLater();
    } catch (error) {
      throw toNotWritten(error, this.#options.places.logs);
    }
  }

  /** What has happened is written now, or before whatever begins next. */
  #note(body: RecordBody): void {
    try {
      if (this.#writer === null) this.#owed.push(body);
      else this.#append(body);
    } catch (error) {
      this.#owed.push(body);
      this.#options.onProblem(toNotWritten(error, this.#options.places.logs));
    }
    this.#syncLater();
  }

  #isTold(error: unknown): boolean {
    return typeof error === 'object' && error !== null && this.#told.has(error);
  }

  /** With all that is owed, which came before it. */
  #append(body: RecordBody): void {
    const writer = this.#writer;
    if (writer === null) throw new Error('the audit log was lost meanwhile');
    try {
      writer.append(this.#redact([...this.#owed, body]));
    } catch (error) {
      this.#lose(writer);
      throw error;
    }
    this.#owed = [];
    if (writer.segmentNumber !== this.#segment) this.#expire(writer);
  }

  #redact(bodies: readonly RecordBody[]): readonly RecordBody[] {
    return this.#options.redactor?.redactValue(bodies) ?? bodies;
  }

  #ready(): Promise<LogWriter> {
    this.#opening ??= this.#open().catch((error: unknown) => {
      this.#opening = null;
      throw error;
    });
    return this.#opening;
  }

  async #open(): Promise<LogWriter> {
    await this.#leaving;
    const { places, command, sync, code, fileBytes, onProblem } = this.#options;
    const key = await openAuditKey(places.key);
    const { writer, tornBytes, setAside } = await openLog(places, key, fileBytes);
    try {
      const ms = nowMs();
      const first = [
        ...(tornBytes > 0 ? [{ ...toTime(ms, 'recovered'), torn_bytes: tornBytes }] : []),
        { ...toTime(ms, 'opened'), ...describeGateway(command), sync, code, set_aside: setAside },
      ];
      writer.append(this.#redact([...first, ...this.#owed]));
    } catch (error) {
      writer.close();
      throw error;
    }
    this.#owed = [];
    this.#writer = writer;
    for (const { log, why } of setAside) onProblem(damaged(log, why));
    this.#expire(writer);
    return writer;
  }

  /** The next execution opens it again, or another. */
  #lose(writer: LogWriter): void {
    if (this.#writer !== writer) return;
    [this.#writer, this.#opening] = [null, null];
    // Not under the hands of whoever syncs it.
    this.#leaving = this.#syncing
      .catch(() => undefined)
      .then(() => {
        writer.close();
      });
  }

  #expire(writer: LogWriter): void {
    this.#segment = writer.segmentNumber;
    const { keepMs, places, onProblem } = this.#options;
    if (keepMs === null) return;
    const expiry = { folder: places.logs, nowMs: nowMs(), keepMs };
    this.#expiring = this.#expiring
      .then(() => (this.#writer === writer ? expireRecords(writer, expiry) : undefined))
      .catch((error: unknown) => {
        onProblem(toNotWritten(error, places.logs));
      });
  }

  #syncLater(): void {
    this.#stopWaiting ??= doLater(syncMs, () => {
      this.#stopWaiting = null;
      void this.#syncNow().catch((error: unknown) => {
        this.#options.onProblem(toNotWritten(error, this.#options.places.logs));
      });
    });
  }

  /** One after the other; whoever comes while one is under way shares the next. */
  #syncNow(): Promise<void> {
    this.#nextSync ??= this.#syncing
      .catch(() => undefined)
      .then(async () => {
        this.#nextSync = null;
        const writer = this.#writer;
        if (writer === null) return;
        this.#syncing = writer.sync();
        await this.#syncing.catch((error: unknown) => {
          this.#lose(writer);
          throw error;
        });
      });
    return this.#nextSync;
  }
}

function damaged(log: string, why: string): PymcpError {
  return new PymcpError(
    'audit.damaged',
    `the audit log ${log} is not as it was written: ${why}`,
    'run `pymcp audit verify`; what is written from now on goes to another log',
  );
}
