// A zip made on the spot, byte by byte (APPNOTE.TXT of PKWARE, sections 4.3.7 to 4.3.16): what no well-meaning program would write
// can be written too.
import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipEntry {
  readonly name: string;
  readonly body?: string | Buffer;
  /** As in st_mode; a regular file of 0644 where it is left out. */
  readonly mode?: number;
  /** Kept as it is, not deflated. */
  readonly isStored?: boolean;
  /** What the headers say of the size and the checksum, where that is not so. */
  readonly said?: { readonly size?: number; readonly crc?: number };
  /** What the header before the body calls it, where the directory at the end has another name. */
  readonly nameBefore?: string;
  /** Of an entry before it, whose body is this one's too. */
  readonly bodyOf?: number;
  /** General purpose bits, besides the one that says that the name is UTF-8. */
  readonly flags?: number;
}

export const fileMode = 0o100644;
export const linkMode = 0o120777;
export const folderMode = 0o040755;

/** 1980-01-01 00:00, so that the same files are the same bytes. */
const [time, date] = [0, (1 << 5) | 1];

interface Written {
  readonly before: Buffer;
  readonly data: Buffer;
  readonly at: number;
}

export function makeZip(entries: readonly ZipEntry[]): Buffer {
  const written: Written[] = [];
  const pieces: Buffer[] = [];
  let end = 0;
  for (const entry of entries) {
    const earlier = entry.bodyOf === undefined ? undefined : written[entry.bodyOf];
    if (earlier !== undefined) {
      written.push(earlier);
      continue;
    }
    const body = Buffer.from(entry.body ?? '');
    const data = entry.isStored === true ? body : deflateRawSync(body);
    const before = toHeader(entry, body, data);
    const name = toName(entry.nameBefore ?? entry.name);
    const head = Buffer.alloc(30);
    head.write('PK\x03\x04', 'latin1');
    before.copy(head, 4, 0, 22);
    head.writeUInt16LE(name.length, 26);
    pieces.push(head, name, data);
    written.push({ before, data, at: end });
    end += head.length + name.length + data.length;
  }
  const directory = Buffer.concat(entries.map((entry, index) => toDirectoryEntry(entry, written[index])));
  const last = Buffer.alloc(22);
  last.write('PK\x05\x06', 'latin1');
  last.writeUInt16LE(entries.length, 8);
  last.writeUInt16LE(entries.length, 10);
  last.writeUInt32LE(directory.length, 12);
  last.writeUInt32LE(end, 16);
  return Buffer.concat([...pieces, directory, last]);
}

/** The 22 bytes that stand in both headers, from the version needed to the uncompressed size. */
function toHeader({ name, isStored, said = {}, flags = 0 }: ZipEntry, body: Buffer, data: Buffer): Buffer {
  const bytes = Buffer.alloc(22);
  bytes.writeUInt16LE(20, 0);
  bytes.writeUInt16LE(flags | (/^[\x20-\x7e]*$/.test(name) ? 0 : 0x800), 2);
  bytes.writeUInt16LE(isStored === true ? 0 : 8, 4);
  bytes.writeUInt16LE(time, 6);
  bytes.writeUInt16LE(date, 8);
  bytes.writeUInt32LE(said.crc ?? crc32(body), 10);
  bytes.writeUInt32LE(data.length, 14);
  bytes.writeUInt32LE(said.size ?? body.length, 18);
  return bytes;
}

function toDirectoryEntry(entry: ZipEntry, written: Written | undefined): Buffer {
  if (written === undefined) throw new Error('an entry is the body of one after it');
  const name = toName(entry.name);
  const bytes = Buffer.alloc(46);
  bytes.write('PK\x01\x02', 'latin1');
  // Made by Unix, so that the mode counts.
  bytes.writeUInt16LE((3 << 8) | 20, 4);
  written.before.copy(bytes, 6, 0, 22);
  bytes.writeUInt16LE(name.length, 28);
  bytes.writeUInt32LE(((entry.mode ?? fileMode) << 16) >>> 0, 38);
  bytes.writeUInt32LE(written.at, 42);
  return Buffer.concat([bytes, name]);
}

const toName = (name: string): Buffer => Buffer.from(name, 'utf8');
