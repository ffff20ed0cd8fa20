// Archives made on the spot, byte by byte: what no well-meaning program would write can be written too.
import { gzipSync } from 'node:zlib';

export interface TarEntry {
  readonly name: string;
  /** The type flag of the header (ustar): a regular file where it is left out. */
  readonly type?: string;
  readonly body?: string | Buffer;
  readonly mode?: number;
  readonly target?: string;
  /** What the header says of the size, where that is not so. */
  readonly saidSize?: number;
}

const block = 512;

/** As tar.gz, with the two empty blocks at its end. */
export function makeArchive(entries: readonly TarEntry[], end = Buffer.alloc(2 * block)): Buffer {
  return gzipSync(Buffer.concat([...entries.map(toBlocks), end]));
}

function toBlocks({ name, type = '0', body = '', mode = 0o644, target = '', saidSize }: TarEntry): Buffer {
  const bytes = Buffer.from(body);
  const header = Buffer.alloc(block);
  const octal = (value: number, at: number, length: number): void => {
    header.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at, 'latin1');
  };
  header.write(name, 0, 100, 'latin1');
  octal(mode, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(saidSize ?? bytes.length, 124, 12);
  octal(0, 136, 12);
  header.write(type, 156, 1, 'latin1');
  header.write(target, 157, 100, 'latin1');
  header.write('ustar\x0000', 257, 'latin1');
  header.fill(0x20, 148, 156);
  octal(
    header.reduce((sum, byte) => sum + byte, 0),
    148,
    7,
  );
  return Buffer.concat([header, bytes, Buffer.alloc((block - (bytes.length % block)) % block)]);
}
