// Keeps the head and the tail of a stream within a number of bytes: an endless output costs no more than that.
import type { CapturedOutput } from './execution-result.js';

/** Collects chunks and copies what it keeps of them: memory stays below twice `capBytes`, however small they are. */
export class BoundedText {
  readonly #headCap: number;
  readonly #tailCap: number;
  readonly #head: GrowingBytes;
  readonly #tail: GrowingBytes;
  #totalBytes = 0;

  constructor(capBytes: number) {
    this.#headCap = Math.ceil(capBytes / 2);
    this.#tailCap = Math.floor(capBytes / 2);
    this.#head = new GrowingBytes(this.#headCap);
    // To twice its cap before the older half goes, so that each byte is moved about once.
    this.#tail = new GrowingBytes(2 * this.#tailCap);
  }

  get totalBytes(): number {
    return this.#totalBytes;
  }

  append(chunk: Buffer): void {
    this.#totalBytes += chunk.length;
    const { room } = this.#head;
    this.#head.append(chunk.subarray(0, room));
    this.#appendToTail(chunk.subarray(room));
  }

  /** Invalid UTF-8 becomes U+FFFD; never throws. */
  toCapturedOutput(): CapturedOutput {
    const [head, tail] = [this.#head.bytes, this.#tail.bytes];
    if (this.#totalBytes <= this.#headCap + this.#tailCap) {
      const text = Buffer.concat([head, tail]).toString('utf8');
      return { text, bytes: this.#totalBytes, truncated: false };
    }
    const first = withoutCutEnd(head);
    const last = withoutCutStart(tail.subarray(Math.max(0, tail.length - this.#tailCap)));
    const missing = this.#totalBytes - first.length - last.length;
    const text = `${first.toString('utf8')}\n… ${missing} bytes left out …\n${last.toString('utf8')}`;
    return { text, bytes: this.#totalBytes, truncated: true };
  }

  #appendToTail(chunk: Buffer): void {
    const part = chunk.subarray(Math.max(0, chunk.length - this.#tailCap));
    if (part.length > this.#tail.room) this.#tail.keepLast(this.#tailCap - part.length);
    this.#tail.append(part);
  }
}

/** Bytes in one buffer, which doubles when it is full. */
class GrowingBytes {
  readonly #most: number;
  #buffer = Buffer.alloc(0);
  #length = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get room(): number {
    return this.#most - this.#length;
  }

  get bytes(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }

  append(part: Buffer): void {
    const length = this.#length + part.length;
    if (length > this.#buffer.length) {
      const larger = Buffer.alloc(Math.min(this.#most, Math.max(length, 2 * this.#buffer.length)));
      this.bytes.copy(larger);
      this.#buffer = larger;
    }
    part.copy(this.#buffer, this.#length);
    this.#length = length;
  }

  keepLast(count: number): void {
    const kept = Math.min(count, this.#length);
    this.#buffer.copyWithin(0, this.#length - kept, this.#length);
    this.#length = kept;
  }
}

const isContinuation = (byte: number | undefined): boolean => byte !== undefined && (byte & 0xc0) === 0x80;

/** Without the beginning of a character whose rest was cut off. */
function withoutCutEnd(bytes: Buffer): Buffer {
  let start = bytes.length - 1;
  while (start >= 0 && bytes.length - start < 4 && isContinuation(bytes[start])) start -= 1;
  const lead = bytes[start] ?? 0;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
  const complete = start >= 0 && start + length > bytes.length ? start : bytes.length;
  return bytes.subarray(0, complete);
}

/** Without the rest of a character whose beginning was cut off. */
function withoutCutStart(bytes: Buffer): Buffer {
  let start = 0;
  while (start < 3 && isContinuation(bytes[start])) start += 1;
  return bytes.subarray(start);
}
