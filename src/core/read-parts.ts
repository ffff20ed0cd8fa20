// Content in parts, wherever it lies, so that no more than one of them is in memory. Pure.
import type { StoredBytes } from './exchanged-file.js';

/** @throws where stored bytes are removed meanwhile, or are fewer than they were */
export async function* readParts(bytes: Buffer | StoredBytes, partBytes: number): AsyncGenerator<Buffer> {
  for (let offset = 0; offset < bytes.length; offset += partBytes) {
    const length = Math.min(partBytes, bytes.length - offset);
    const part = Buffer.isBuffer(bytes)
      ? bytes.subarray(offset, offset + length)
      : await bytes.read(offset, length);
    if (part.length !== length) throw new Error('the bytes are fewer than they were');
    yield part;
  }
}
