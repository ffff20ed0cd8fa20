// Keeps the head and the tail of a stream within a number of bytes: an endless output costs no more than that.
import type { CapturedOutput } from './execution-result.js';

/** Collects chunks; memory stays below twice `capBytes` plus one chunk. */
export class BoundedText {
  readonly #headCap: number;
  readonly #tailCap: number;
  #head: Buffer[] = [];
  #headBytes = 0;
  #tail: Buffer[] = [];
  #tailBytes = 0;
  #totalBytes = 0;

  constructor(capBytes: number) {
    this.#headCap = Math.ceil(capBytes / 2);
    this.#tailCap = Math.floor(capBytes / 2);
  }

  get totalBytes(): number {
    return this.#totalBytes;
  }

  append(chunk: Buffer): void {
    this.#totalBytes += chunk.length;
    const room = this.#headCap - this.#headBytes;
    if (room > 0) {
      const part = chunk.subarray(0, room);
      this.#head.push(part);
      this.#headBytes += part.length;
    }
    if (chunk.length > room) this.#appendToTail(chunk.subarray(Math.max(0, room)));
  }

  /** Invalid UTF-8 becomes U+FFFD; never throws. */
  toCapturedOutput(): CapturedOutput {
    const missing = this.#totalBytes - this.#headBytes - Math.min(this.#tailBytes, this.#tailCap);
    const head = Buffer.concat(this.#head);
    const tail = Buffer.concat(this.#tail);
    if (missing <= 0) {
      return {
        text: Buffer.concat([head, tail]).toString('utf8'),
        bytes: this.#totalBytes,
        truncated: false,
      };
    }
    const kept = tail.subarray(tail.length - this.#tailCap);
    const text = `${cutAtEnd(head)}\n… ${missing} bytes left out …\n${cutAtStart(kept)}`;
    return { text, bytes: this.#totalBytes, truncated: true };
  }

  #appendToTail(chunk: Buffer): void {
    this.#tail.push(chunk);
    this.#tailBytes += chunk.length;
    if (this.#tailBytes > 2 * this.#tailCap + 65_536 || this.#tail.length > 512) {
      const kept = Buffer.concat(this.#tail);
      this.#tail = [Buffer.from(kept.subarray(Math.max(0, kept.length - this.#tailCap)))];
      this.#tailBytes = this.#tail[0]?.length ?? 0;
    }
  }
}

const isContinuation = (byte: number | undefined): boolean => byte !== undefined && (byte & 0xc0) === 0x80;

/** Without the beginning of a character whose rest was cut off. */
function cutAtEnd(bytes: Buffer): string {
  let start = bytes.length - 1;
  while (start >= 0 && bytes.length - start < 4 && isContinuation(bytes[start])) start -= 1;
  const lead = bytes[start] ?? 0;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
  const complete = start >= 0 && start + length > bytes.length ? start : bytes.length;
  return bytes.subarray(0, complete).toString('utf8');
}

/** Without the rest of a character whose beginning was cut off. */
function cutAtStart(bytes: Buffer): string {
  let start = 0;
  while (start < 3 && isContinuation(bytes[start])) start += 1;
  return bytes.subarray(start).toString('utf8');
}
