// Bytes of the language server to messages: the base protocol of LSP. What reads sources of strangers is hostile itself: one
// spelling of the header, everything length-capped, and the first byte that does not fit is the end.
const mostHeaderBytes = 256;
const mostBodyBytes = 32 * 1024 * 1024;
const headerEnd = '\r\n\r\n';

export class MessageDecoder {
  readonly #parse: (header: string) => number;
  #chunks: Buffer[] = [];
  #held = 0;
  /** Of the body that is awaited; null while a header is. */
  #wanted: number | null = null;

  /** @param parse of a header without its end; throws RangeError */
  constructor(parse: (header: string) => number = parseHeader) {
    this.#parse = parse;
  }

  /** The bodies that are whole now. @throws RangeError where the bytes are no messages */
  push(chunk: Buffer): string[] {
    this.#chunks.push(chunk);
    this.#held += chunk.length;
    const bodies: string[] = [];
    for (let body = this.#next(); body !== null; body = this.#next()) bodies.push(body);
    return bodies;
  }

  #next(): string | null {
    if (this.#wanted === null) {
      const length = this.#takeHeader();
      if (length === null) return null;
      this.#wanted = length;
    }
    if (this.#held < this.#wanted) return null;
    const body = this.#take(this.#wanted);
    this.#wanted = null;
    return decode(body);
  }

  #takeHeader(): number | null {
    if (this.#held === 0) return null;
    const bytes = this.#join();
    const start = bytes.subarray(0, mostHeaderBytes).toString('latin1');
    const end = start.indexOf(headerEnd);
    if (end === -1) {
      if (bytes.length >= mostHeaderBytes) throw new RangeError('a header without an end');
      return null;
    }
    const length = this.#parse(start.slice(0, end));
    this.#take(end + headerEnd.length);
    return length;
  }

  #take(length: number): Buffer {
    const bytes = this.#join();
    this.#chunks = [bytes.subarray(length)];
    this.#held -= length;
    return bytes.subarray(0, length);
  }

  #join(): Buffer {
    const [first = Buffer.alloc(0)] = this.#chunks;
    if (this.#chunks.length === 1) return first;
    const bytes = Buffer.concat(this.#chunks);
    this.#chunks = [bytes];
    return bytes;
  }
}

export function encodeMessage(message: object): Buffer {
  const body = Buffer.from(JSON.stringify(message));
  return Buffer.concat([Buffer.from(`Content-Length: ${body.length}${headerEnd}`), body]);
}

/** As editors write it: other headers may stand beside it, in any order. @throws RangeError */
export function parseEditorHeader(header: string): number {
  const lengths = header.split('\r\n').filter((line) => /^content-length:/i.test(line));
  if (lengths.length !== 1) throw new RangeError('a header that is not one length');
  return parseHeader((lengths[0] ?? '').replace(/^content-length: */i, 'Content-Length: '));
}

function parseHeader(header: string): number {
  const digits = header.match(/^Content-Length: (\d{1,9})$/)?.[1];
  const length = Number(digits);
  if (digits === undefined || length > mostBodyBytes) throw new RangeError('a header that is not one length');
  return length;
}

function decode(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw new RangeError('a message that is not UTF-8');
  }
}
