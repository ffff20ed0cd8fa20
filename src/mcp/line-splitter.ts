// Cuts a stream of bytes into lines. A line that is too long is dropped as it comes and reported once: the client costs
// no more memory than one line.

export type Line =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'not-utf8' }
  | { readonly kind: 'too-long' };

const newline = 0x0a;

export class LineSplitter {
  readonly #mostBytes: number;
  #parts: Buffer[] = [];
  #bytes = 0;
  #dropping = false;

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  /** The lines that end in this chunk, without their ends. */
  *push(chunk: Buffer): Generator<Line> {
    let start = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
      this.#keep(chunk.subarray(start, end));
      start = end + 1;
      yield this.#take();
    }
    this.#keep(chunk.subarray(start));
  }

  #keep(part: Buffer): void {
    this.#bytes += part.length;
    if (this.#bytes > this.#mostBytes) {
      this.#dropping = true;
      this.#parts = [];
    } else this.#parts.push(part);
  }

  #take(): Line {
    const [parts, dropped] = [this.#parts, this.#dropping];
    this.#parts = [];
    this.#bytes = 0;
    this.#dropping = false;
    return dropped ? { kind: 'too-long' } : decode(Buffer.concat(parts));
  }
}

function decode(bytes: Buffer): Line {
  try {
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { kind: 'not-utf8' };
  }
}
