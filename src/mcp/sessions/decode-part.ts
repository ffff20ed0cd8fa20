// A part of a file as text, where it is text: no character is cut in two, so that parts can be put together.

export interface DecodedPart {
  /** null where the bytes are no text. */
  readonly text: string | null;
  /** Bytes that the text stands for; all of them where it is none. */
  readonly length: number;
}

/** @param isEnd that nothing of the file follows: a character that is not whole is then no text */
export function decodePart(bytes: Buffer, isEnd: boolean): DecodedPart {
  const most = isEnd ? 0 : Math.min(3, bytes.length - 1);
  for (let cut = 0; cut <= most; cut += 1) {
    const part = bytes.subarray(0, bytes.length - cut);
    const text = decode(part);
    if (text !== null) return { text, length: part.length };
  }
  return { text: null, length: bytes.length };
}

function decode(bytes: Buffer): string | null {
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
