// audit.chain: one record as a line of JSON that carries its number, the mark of the record before it and its own mark: an
// HMAC-SHA256 over every byte of the line before it, under a key that the log does not hold. Pure.
import { createHmac, timingSafeEqual } from 'node:crypto';

/** 32 random bytes. */
export type AuditKey = Buffer;

/** 64 hexadecimal digits. */
export type Mark = string;

/** What a record says, without what chains it. */
export type RecordBody = Readonly<Record<string, unknown>> & {
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly kind: string;
};

export interface Sealed {
  readonly number: number;
  readonly before: Mark;
  readonly mark: Mark;
}

export interface SealedLine extends Sealed {
  /** With the newline. */
  readonly line: Buffer;
}

const shape = /^\{"v":1,"n":([1-9]\d{0,14}),"prev":"([0-9a-f]{64})",[^\n]*,"mac":"([0-9a-f]{64})"\}$/;
const chaining: readonly string[] = ['v', 'prev', 'mac'];
/** `,"mac":"…"}` */
const tailLength = 8 + 64 + 2;

/** By which a key is told from others; says nothing of it. */
export function keyIdOf(key: AuditKey): string {
  return toMark(key, 'id', '', Buffer.alloc(0)).slice(0, 8);
}

/** What stands for the record before the first: of this log alone, so that no record fits into another. */
export function originOf(key: AuditKey, log: string): Mark {
  return toMark(key, 'origin', log, Buffer.alloc(0));
}

export function sealRecord(
  key: AuditKey,
  log: string,
  last: Pick<Sealed, 'number' | 'mark'>,
  body: RecordBody,
): SealedLine {
  const number = last.number + 1;
  const text = `{"v":1,"n":${number},"prev":"${last.mark}",${JSON.stringify(body).slice(1, -1)}`;
  const mark = toMark(key, 'record', log, Buffer.from(text));
  return { number, before: last.mark, mark, line: Buffer.from(`${text},"mac":"${mark}"}\n`) };
}

/** null where it is no record of this log under this key. @param line without the newline */
export function openRecord(key: AuditKey, log: string, line: Buffer): Sealed | null {
  const [, number = '', before = '', mark = ''] = line.toString('utf8').match(shape) ?? [];
  if (number === '') return null;
  const sealed = line.subarray(0, line.length - tailLength);
  return isMark(toMark(key, 'record', log, sealed), mark) ? { number: Number(number), before, mark } : null;
}

/** Of an authentic line, with its number `n`; null where it is none. */
export function readBody(line: Buffer): (RecordBody & { readonly n: number }) | null {
  try {
    const record = JSON.parse(line.toString('utf8')) as Record<string, unknown>;
    const body = Object.fromEntries(Object.entries(record).filter(([name]) => !chaining.includes(name)));
    const { time, kind, n } = body;
    return typeof time === 'string' && typeof kind === 'string' && typeof n === 'number'
      ? { ...body, time, kind, n }
      : null;
  } catch {
    return null;
  }
}

/** @param use what is marked: a mark of one use is none of another */
export function toMark(key: AuditKey, use: string, log: string, bytes: Buffer): Mark {
  return createHmac('sha256', key).update(`isolated-pymcp ${use} ${log}\0`).update(bytes).digest('hex');
}

export function isMark(mark: Mark, presented: Mark): boolean {
  const [one, other] = [Buffer.from(mark), Buffer.from(presented)];
  return one.length === other.length && timingSafeEqual(one, other);
}
