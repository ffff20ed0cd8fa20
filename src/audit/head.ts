// audit.chain: how far a log goes, kept apart from it, so that a tail that was cut shows. Two places of 512 bytes in one file,
// written in turn: one of the two is whole whatever happens to the other, which is what replacing a file would give, without
// a new file for each record. Pure.
import type { AuditKey, Mark } from './chain.js';
import { isMark, originOf, toMark } from './chain.js';

export interface Point {
  /** Of the record; 0 where there is none yet. */
  readonly number: number;
  readonly mark: Mark;
}

export interface Head {
  /** Counts the writings: the place with the higher one is the newer. */
  readonly turn: number;
  /** The last record. */
  readonly last: Point;
  /** The one before the oldest that is kept. */
  readonly base: Point;
}

export const placeBytes = 512;
export const headBytes = 2 * placeBytes;

/** Before the first record. */
export function newHead(key: AuditKey, log: string): Head {
  const origin = { number: 0, mark: originOf(key, log) };
  return { turn: 0, last: origin, base: origin };
}

/** @returns where it is to be written, and what */
export function renderHead(key: AuditKey, log: string, head: Head): { position: number; bytes: Buffer } {
  const { turn, last, base } = head;
  const text = JSON.stringify({
    v: 1,
    turn,
    count: last.number,
    last: last.mark,
    kept_after: base.number,
    kept_after_mac: base.mark,
  }).slice(0, -1);
  const line = `${text},"mac":"${toMark(key, 'head', log, Buffer.from(text))}"}`;
  return {
    position: (turn % 2) * placeBytes,
    bytes: Buffer.from(`${line.padEnd(placeBytes - 1)}\n`),
  };
}

/** The newer of the two places; null where neither is a head of this log under this key. */
export function parseHead(key: AuditKey, log: string, bytes: Buffer): Head | null {
  const found = [0, 1]
    .map((place) => parsePlace(key, log, bytes.subarray(place * placeBytes, (place + 1) * placeBytes)))
    .filter((head) => head !== null);
  return found.reduce<Head | null>(
    (best, head) => (best === null || head.turn > best.turn ? head : best),
    null,
  );
}

const shape =
  /^(\{"v":1,"turn":(\d{1,15}),"count":(\d{1,15}),"last":"([0-9a-f]{64})","kept_after":(\d{1,15}),"kept_after_mac":"([0-9a-f]{64})"),"mac":"([0-9a-f]{64})"\} *\n$/;

function parsePlace(key: AuditKey, log: string, bytes: Buffer): Head | null {
  const match = bytes.toString('latin1').match(shape);
  if (match === null) return null;
  const [, text = '', turn, count, last = '', kept, keptMark = '', mark = ''] = match;
  if (!isMark(toMark(key, 'head', log, Buffer.from(text)), mark)) return null;
  return {
    turn: Number(turn),
    last: { number: Number(count), mark: last },
    base: { number: Number(kept), mark: keptMark },
  };
}
