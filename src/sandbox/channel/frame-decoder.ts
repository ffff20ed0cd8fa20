// Hostile bytes → frames. A frame is four bytes of length, big-endian, then that many bytes.

export const maxFrameBytes = 1024 * 1024;
const headerBytes = 4;

/**
 * Feed it chunks. It copies what it keeps and never holds more than one frame: a million chunks of one byte would cost
 * hundreds of times their size as buffers of their own.
 */
export class FrameDecoder {
  readonly #header = Buffer.alloc(headerBytes);
  #body: Buffer | null = null;
  /** Of the body once the header is there, of the header before. */
  #filledBytes = 0;

  /**
   * The frames that are complete now; to be read to the end.
   * @throws RangeError where a frame announces more than `maxFrameBytes`; the decoder is of no use after that
   */
  *push(chunk: Buffer): Generator<Buffer> {
    let rest = chunk;
    for (;;) {
      const wanted = this.#body ?? this.#header;
      const taken = rest.copy(wanted, this.#filledBytes);
      rest = rest.subarray(taken);
      this.#filledBytes += taken;
      if (this.#filledBytes < wanted.length) return;
      this.#filledBytes = 0;
      const body = this.#body;
      this.#body = body === null ? this.#openBody() : null;
      if (body !== null) yield body;
    }
  }

  #openBody(): Buffer {
    const length = this.#header.readUInt32BE(0);
    if (length > maxFrameBytes) throw new RangeError(`a frame announces ${length} bytes`);
    return Buffer.allocUnsafe(length);
  }
}

/** @throws RangeError where the body is larger than a frame may be */
export function encodeFrame(body: Buffer): Buffer {
  if (body.length > maxCommandBytes) throw new RangeError(`a frame of ${body.length} bytes`);
  const header = Buffer.alloc(headerBytes);
  header.writeUInt32BE(body.length);
  return Buffer.concat([header, body]);
}

/** Ours may be larger: JSON escapes make up to six bytes of one. */
const maxCommandBytes = 8 * maxFrameBytes;
