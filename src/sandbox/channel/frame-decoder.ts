// Hostile bytes → frames. A frame is four bytes of length, big-endian, then that many bytes.

export const maxFrameBytes = 1024 * 1024;
const headerBytes = 4;

/** Feed it chunks; it never holds more than one frame plus one chunk. */
export class FrameDecoder {
  #pending: Buffer[] = [];
  #pendingBytes = 0;

  /**
   * The frames that are complete now.
   * @throws RangeError where a frame announces more than `maxFrameBytes`; the decoder is of no use after that
   */
  *push(chunk: Buffer): Generator<Buffer> {
    this.#pending.push(chunk);
    this.#pendingBytes += chunk.length;
    for (;;) {
      if (this.#pendingBytes < headerBytes) return;
      const length = this.#peek(headerBytes).readUInt32BE(0);
      if (length > maxFrameBytes) throw new RangeError(`a frame announces ${length} bytes`);
      if (this.#pendingBytes < headerBytes + length) return;
      yield this.#take(headerBytes + length).subarray(headerBytes);
    }
  }

  /** The first `size` bytes, without copying more than needed: chunks are joined only when a boundary is inside. */
  #peek(size: number): Buffer {
    const [first] = this.#pending;
    if (first !== undefined && first.length >= size) return first;
    const joined = Buffer.concat(this.#pending);
    this.#pending = [joined];
    return joined;
  }

  #take(size: number): Buffer {
    const bytes = this.#peek(size);
    const rest = bytes.subarray(size);
    this.#pending[0] = rest;
    if (rest.length === 0) this.#pending.shift();
    this.#pendingBytes -= size;
    return bytes.subarray(0, size);
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
