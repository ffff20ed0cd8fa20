// Width and height of a PNG from its first chunk (PNG specification, 11.2.1 IHDR).

const headerBytes = 24;

/** Both 0 where it has no header. */
export function pngSize(png: Buffer): { readonly width: number; readonly height: number } {
  if (png.length < headerBytes) return { width: 0, height: 0 };
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) };
}
