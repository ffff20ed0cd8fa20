// What a PNG says of itself (PNG specification, sections 5.2 and 11.2.1). Pure; nothing is decompressed.

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** The first chunk: thirteen bytes of IHDR. */
const header = Buffer.from([0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
/** The last chunk, IEND, is empty and always the same. */
const end = Buffer.from([0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82]);

/** Width and height in pixels, or null where the bytes do not begin and end as a PNG does. */
export function measurePng(bytes: Buffer): { readonly width: number; readonly height: number } | null {
  const headBytes = signature.length + header.length;
  const isPng =
    bytes.length >= headBytes + 17 + end.length &&
    bytes.subarray(0, headBytes).equals(Buffer.concat([signature, header])) &&
    bytes.subarray(-end.length).equals(end);
  if (!isPng) return null;
  const [width, height] = [bytes.readUInt32BE(headBytes), bytes.readUInt32BE(headBytes + 4)];
  return width > 0 && height > 0 ? { width, height } : null;
}
