// A part of a file as text, where it is text: no character is cut in two, so that parts can be put together.
import type { SessionFilePart } from '../../core/session.js';

export interface DecodedPart {
  /** null where the bytes are no text. */
  readonly text: string | null;
  /** Bytes of the file that the text stands for; all of them where it is none. */
  readonly length: number;
}

/** A character that is not whole is no text where nothing of the file follows. */
export function decodePart({ size, offset, bytes, fileBytes = bytes.length }: SessionFilePart): DecodedPart {
  const most = offset + fileBytes >= size ? 0 : Math.min(3, bytes.length - 1, fileBytes);
  for (let cut = 0; cut <= most; cut += 1) {
    const part = bytes.subarray(0, bytes.length - cut);
    const text = decode(part);
    if (text !== null) return { text, length: fileBytes - cut };
  }
  return { text: null, length: fileBytes };
}

function decode(bytes: Buffer): string | null {
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
