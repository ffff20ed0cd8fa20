// Reads numbers and counted parts of a message of TLS (RFC 8446, section 3). What is cut short is null, and never a guess.

export class ByteReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  take(length: number): Buffer | null {
    if (this.#at + length > this.#bytes.length) return null;
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  number(bytes: 1 | 2 | 3): number | null {
    return this.take(bytes)?.readUIntBE(0, bytes) ?? null;
  }

  /** A part with its length before it. */
  counted(bytes: 1 | 2 | 3): Buffer | null {
    const length = this.number(bytes);
    return length === null ? null : this.take(length);
  }
}
