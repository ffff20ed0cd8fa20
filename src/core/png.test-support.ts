// The smallest bytes that pass for a PNG; no image is in them.

/** @param bytes how long it is, filled with zeros where it is longer than it must be */
export function pngOf(width: number, height: number, bytes = 45): Buffer {
  const image = Buffer.alloc(bytes);
  Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').copy(image);
  image.writeUInt32BE(width, 16);
  image.writeUInt32BE(height, 20);
  Buffer.from('0000000049454e44ae426082', 'hex').copy(image, bytes - 12);
  return image;
}
