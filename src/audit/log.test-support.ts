// A log in memory, as a gateway would have written it, and what its verification says.
import { type AuditKey, type RecordBody, sealRecord } from './chain.js';
import { type Head, newHead, type Point } from './head.js';
import { type LogLine, type LogVerdict, verifyLog } from './verify-log.js';

export const testKey: AuditKey = Buffer.alloc(32, 7);

export interface MemoryLog {
  readonly head: Head;
  /** Each with its newline. */
  readonly lines: readonly Buffer[];
}

export function toBody(number: number, more: Readonly<Record<string, unknown>> = {}): RecordBody {
  return { time: new Date(number * 1000).toISOString(), kind: 'begin', id: `run-${number}`, ...more };
}

export function makeLog(count: number, { key = testKey, log = '0' } = {}): MemoryLog {
  const begun = newHead(key, log);
  let last: Point = begun.last;
  const lines = Array.from({ length: count }, (_, index) => {
    const { line, number, mark } = sealRecord(key, log, last, toBody(index + 1));
    last = { number, mark };
    return line;
  });
  return { head: { ...begun, last }, lines };
}

/** @param files each as bytes, in their order */
export function verifyFiles(
  files: readonly Buffer[],
  head: Head | null,
  more: Partial<Parameters<typeof verifyLog>[0]> = {},
): Promise<LogVerdict> {
  return verifyLog({ key: testKey, log: '0', head, ...more }, toLines(files));
}

async function* toLines(files: readonly Buffer[]): AsyncGenerator<LogLine> {
  await Promise.resolve();
  for (const [index, bytes] of files.entries()) {
    const file = `${index + 1}.jsonl`;
    let at = 0;
    for (let start = 0; start < bytes.length;) {
      const end = bytes.indexOf('\n', start);
      const isEnded = end !== -1;
      at += 1;
      yield { file, at, bytes: bytes.subarray(start, isEnded ? end : undefined), isEnded };
      start = isEnded ? end + 1 : bytes.length;
    }
  }
}
