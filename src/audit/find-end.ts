// audit.chain: where a log ends and may be gone on with, after whatever has ended the gateway that wrote it. What does not fit
// its head is not gone on with: whoever changed it would be covered up.
import { join } from 'node:path';
import { PrivateFile } from '../host/private-file.js';
import { type AuditKey, openRecord, type Sealed } from './chain.js';
import type { Head, Point } from './head.js';
import { listSegments, type Segment } from './audit-places.js';

export type LogEnd =
  | {
      readonly kind: 'whole';
      readonly last: Point;
      /** The newest segment; null where there is none. */
      readonly segment: Segment | null;
      /** Of it, up to the end of its last whole record. */
      readonly size: number;
      /** Behind that, of a record that a killed gateway has half written. */
      readonly tornBytes: number;
    }
  | { readonly kind: 'broken'; readonly why: string };

interface Tail {
  readonly lines: readonly Buffer[];
  readonly size: number;
  readonly tornBytes: number;
}

const firstLook = 64 * 1024;

/** @throws UnsafeFileError, or as node:fs does */
export function findEnd(
  folder: string,
  files: readonly string[],
  { key, log, head }: { readonly key: AuditKey; readonly log: string; readonly head: Head },
): LogEnd {
  const segments = listSegments(files, log);
  const segment = segments.at(-1) ?? null;
  if (segment === null)
    return head.last.number === head.base.number
      ? { kind: 'whole', last: head.last, segment, size: 0, tornBytes: 0 }
      : broken('its files are gone');
  const { last } = head;
  const hasLast = (line: Buffer): boolean => openRecord(key, log, line)?.number === last.number;
  const tail = readTail(join(folder, segment.file), hasLast);
  const records = tail.lines.map((line) => openRecord(key, log, line));
  if (records.some((record) => record === null))
    return broken(`${segment.file} has lines that no gateway wrote`);
  const sealed = records.filter((record) => record !== null);
  const known = sealed.findIndex(({ number }) => number === last.number);
  const isThere =
    known === -1 ? isAtEndOf(folder, segments.at(-2), { key, log, head }) : sealed[known]?.mark === last.mark;
  if (!isThere) return broken(`record ${last.number} is not where it was written`);
  const end = follow(last, sealed.slice(known + 1));
  if (end === null) return broken(`what follows record ${last.number} does not fit`);
  return { kind: 'whole', last: end, segment, size: tail.size, tornBytes: tail.tornBytes };
}

const broken = (why: string): LogEnd => ({ kind: 'broken', why });

/** Records that a killed gateway has written and its head does not count yet; null where they are none of those. */
function follow(last: Point, records: readonly Sealed[]): Point | null {
  let point = last;
  for (const { number, before, mark } of records) {
    if (number !== point.number + 1 || before !== point.mark) return null;
    point = { number, mark };
  }
  return point;
}

/** A gateway that was killed between two files has left the record in the one before, or has written none yet. */
function isAtEndOf(
  folder: string,
  segment: Segment | undefined,
  { key, log, head: { last, base } }: { readonly key: AuditKey; readonly log: string; readonly head: Head },
): boolean {
  if (segment === undefined) return last.number === base.number;
  const final = readLastLine(join(folder, segment.file));
  return final !== null && openRecord(key, log, final)?.mark === last.mark;
}

/** null where there is none, or one that has no end. @throws UnsafeFileError, or as node:fs does */
export function readLastLine(path: string): Buffer | null {
  const { lines, tornBytes } = readTail(path, () => true);
  return tornBytes === 0 ? (lines.at(-1) ?? null) : null;
}

/** As many whole lines from the end as it takes to find the one that is looked for. */
function readTail(path: string, isWanted: (line: Buffer) => boolean): Tail {
  const file = PrivateFile.open(path, 'read');
  if (file === null) return { lines: [], size: 0, tornBytes: 0 };
  try {
    for (let length = firstLook; ; length *= 4) {
      const position = Math.max(0, file.size - length);
      const bytes = file.readAt(position, length);
      const end = bytes.lastIndexOf('\n') + 1;
      // What stands before the first newline may be a part of a line.
      const start = position === 0 ? 0 : bytes.indexOf('\n') + 1;
      const lines = splitLines(bytes.subarray(start, end));
      if (position === 0 || lines.some(isWanted))
        return { lines, size: position + end, tornBytes: bytes.length - end };
    }
  } finally {
    file.close();
  }
}

function splitLines(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf('\n', start);
    lines.push(bytes.subarray(start, end));
    start = end + 1;
  }
  return lines;
}
