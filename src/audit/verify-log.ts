// audit.chain: reads one log from its beginning and says what is wrong with it, and with which record. Pure: where the lines
// come from is for others to say.
import { type AuditKey, openRecord, type Sealed } from './chain.js';
import type { Head } from './head.js';

export interface LogLine {
  readonly file: string;
  /** In its file, from 1 on. */
  readonly at: number;
  /** Without the newline. */
  readonly bytes: Buffer;
  /** False of what stands after the last newline of a file. */
  readonly isEnded: boolean;
}

/**
 * `changed`: not what was written, or nothing that was. `dropped`: missing between others. `reordered`: elsewhere than it was.
 * `repeated`: there once more. `cut`: missing at the end. `head`: what says how far the log goes is missing or not ours.
 * `key`: nothing of the log was written under this key.
 */
export type ProblemKind = 'changed' | 'dropped' | 'reordered' | 'repeated' | 'cut' | 'head' | 'key';

export interface LogProblem {
  readonly kind: ProblemKind;
  /** First and last record that it is about; null where it is about the log. */
  readonly records: readonly [number, number] | null;
  readonly file: string | null;
  /** Line of the file; null where there is none. */
  readonly line: number | null;
}

export interface LogVerdict {
  /** Authentic records. */
  readonly records: number;
  /** The number of the last one; 0 where there is none. */
  readonly last: Sealed | null;
  /** Bytes of a record that a killed gateway has left half written: no fault. */
  readonly tornBytes: number;
  readonly problems: readonly LogProblem[];
}

/** Of more the log is read to its end, and they are not listed. */
const mostProblems = 50;

export interface VerifyOptions {
  readonly key: AuditKey;
  readonly log: string;
  /** null where there is none that is ours. */
  readonly head: Head | null;
  /** A record that somebody has noted elsewhere: it must be there as it was. */
  readonly noted?: { readonly number: number; readonly mark: string };
}

export async function verifyLog(options: VerifyOptions, lines: AsyncIterable<LogLine>): Promise<LogVerdict> {
  const check = new Check(options);
  let held: LogLine | null = null;
  for await (const line of lines) {
    if (held !== null) check.take(held, false);
    held = line;
  }
  if (held !== null) check.take(held, true);
  return check.finish();
}

class Check {
  readonly #options: VerifyOptions;
  readonly #problems: LogProblem[] = [];
  /** Records that were missing where they should stand; they may come yet. */
  #gaps: { from: number; to: number; file: string; line: number }[] = [];
  /** Lines since the last record that are none. */
  #bad: LogLine[] = [];
  #records = 0;
  #last: Sealed | null = null;
  #tornBytes = 0;
  #lastFile: string | null = null;
  #sawNoted = false;
  #sawHead = false;

  constructor(options: VerifyOptions) {
    this.#options = options;
  }

  take(line: LogLine, isFinal: boolean): void {
    const { key, log, head } = this.#options;
    this.#lastFile = line.file;
    if (isFinal && !line.isEnded) {
      // One that the head counts is missing then, which the head will say.
      if (this.#isTorn()) this.#tornBytes = line.bytes.length;
      return;
    }
    const record = line.isEnded ? openRecord(key, log, line.bytes) : null;
    if (record === null) {
      this.#bad.push(line);
      return;
    }
    this.#records += 1;
    if (record.number === head?.last.number) this.#sawHead = record.mark === head.last.mark;
    const { noted } = this.#options;
    if (record.number === noted?.number) this.#sawNoted = record.mark === noted.mark;
    this.#place(record, line);
  }

  /** A half record at the end that the head does not count was being written when its gateway was killed. */
  #isTorn(): boolean {
    const { head } = this.#options;
    return head !== null && this.#next() + this.#bad.length > head.last.number;
  }

  finish(): LogVerdict {
    const next = this.#next();
    this.#tellBad(next, Math.max(0, (this.#options.head?.last.number ?? next) - next + 1));
    for (const { from, to, file, line } of this.#gaps) this.#add('dropped', [from, to], file, line);
    this.#checkHead();
    const { noted } = this.#options;
    if (noted !== undefined && !this.#sawNoted) this.#add('cut', [noted.number, noted.number], null, null);
    return {
      records: this.#records,
      last: this.#last,
      tornBytes: this.#tornBytes,
      problems: this.#isKey()
        ? [{ kind: 'key', records: null, file: this.#lastFile, line: null }]
        : this.#problems,
    };
  }

  #place(record: Sealed, line: LogLine): void {
    const next = this.#next();
    const { number } = record;
    if (number < next && !this.#isBeforeBase(record)) {
      this.#placeEarlier(number, line);
      return;
    }
    // What is due for removal may be there in part.
    if (number >= next) this.#placeAhead(record, line, next);
    this.#bad = [];
    this.#last = record;
  }

  #placeAhead({ number, before }: Sealed, line: LogLine, next: number): void {
    const bad = this.#bad.length;
    const missing = number - next;
    this.#tellBad(next, missing);
    if (missing > bad) this.#gaps.push({ from: next + bad, to: number - 1, file: line.file, line: line.at });
    // Of what is due for removal the end may be gone already.
    const previous = this.#last?.number === next - 1 ? this.#last : this.#options.head?.base;
    const expected = previous?.mark;
    if (missing === 0 && expected !== undefined && before !== expected)
      this.#add('changed', [number, number], line.file, line.at);
  }

  /** A record that has been passed: it stands elsewhere than it was, or once more. */
  #placeEarlier(number: number, line: LogLine): void {
    const gap = this.#gaps.find(({ from, to }) => from <= number && number <= to);
    this.#add(gap === undefined ? 'repeated' : 'reordered', [number, number], line.file, line.at);
    if (gap === undefined) return;
    const { from, to, ...where } = gap;
    this.#gaps = this.#gaps.filter((one) => one !== gap);
    if (from < number) this.#gaps.push({ from, to: number - 1, ...where });
    if (number < to) this.#gaps.push({ from: number + 1, to, ...where });
  }

  /** Lines that are none stand for records that are missing, as many as there are of these; beyond that they were put in. */
  #tellBad(next: number, missing: number): void {
    this.#bad.forEach(({ file, at }, index) => {
      const number = next + Math.min(index, Math.max(0, missing - 1));
      this.#add('changed', [number, number], file, at);
    });
  }

  #checkHead(): void {
    const { head } = this.#options;
    if (head === null) {
      this.#add('head', null, null, null);
      return;
    }
    const reached = Math.max(this.#last?.number ?? head.base.number, head.base.number) + this.#bad.length;
    if (reached < head.last.number) this.#add('cut', [reached + 1, head.last.number], this.#lastFile, null);
    else if (head.last.number > head.base.number && !this.#sawHead && this.#problems.length === 0)
      this.#add('changed', [head.last.number, head.last.number], this.#lastFile, null);
  }

  #isBeforeBase({ number }: Sealed): boolean {
    const { head } = this.#options;
    return head !== null && number <= head.base.number && (this.#last?.number ?? 0) < number;
  }

  #next(): number {
    return Math.max(this.#last?.number ?? 0, this.#options.head?.base.number ?? 0) + 1;
  }

  #isKey(): boolean {
    return this.#records === 0 && this.#bad.length > 0 && this.#options.head === null;
  }

  #add(kind: ProblemKind, records: LogProblem['records'], file: string | null, line: number | null): void {
    if (this.#problems.length < mostProblems) this.#problems.push({ kind, records, file, line });
  }
}
