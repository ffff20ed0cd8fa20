// What a PNG says of itself (PNG specification, sections 5.2 and 11.2.1). Pure; nothing is decompressed.

/** Signature, and the beginning of the first chunk: thirteen bytes of IHDR. As hexadecimal. */
const head = '89504e470d0a1a0a' + '0000000d49484452';
/** The last chunk, IEND, is empty and always the same. */
const end = '0000000049454e44ae426082';
const [headBytes, endBytes] = [head.length / 2, end.length / 2];
/** Thirteen bytes of content and four of checksum. */
const headerRestBytes = 17;

/** Width and height in pixels, or null where the bytes do not begin and end as a PNG does. */
export function measurePng(bytes: Buffer): { readonly width: number; readonly height: number } | null {
  const isPng =
    bytes.length >= headBytes + headerRestBytes + endBytes &&
    bytes.toString('hex', 0, headBytes) === head &&
    bytes.toString('hex', bytes.length - endBytes) === end;
  if (!isPng) return null;
  const [width, height] = [bytes.readUInt32BE(headBytes), bytes.readUInt32BE(headBytes + 4)];
  return width > 0 && height > 0 ? { width, height } : null;
}
