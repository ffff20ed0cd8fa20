// The lines of a file from its beginning to its end, or from its end to its beginning, in parts: logs may be large.
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

export interface FileLine {
  /** Without the newline. */
  readonly bytes: Buffer;
  /** False of what stands after the last newline. */
  readonly isEnded: boolean;
}

const partBytes = 64 * 1024;
const newline = 10;
const oldFile = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** Of what one line has beyond `mostBytes` nothing is kept. @throws as node:fs does */
export async function* readLines(path: string, mostBytes: number): AsyncGenerator<FileLine> {
  const file = await open(path, oldFile);
  try {
    let rest: Buffer[] = [];
    let length = 0;
    for (let position = 0; ;) {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(partBytes), 0, partBytes, position);
      if (bytesRead === 0) break;
      position += bytesRead;
      let start = 0;
      const part = buffer.subarray(0, bytesRead);
      for (let end = part.indexOf(newline); end !== -1; end = part.indexOf(newline, start)) {
        yield { bytes: Buffer.concat([...rest, part.subarray(start, end)]), isEnded: true };
        [rest, length, start] = [[], 0, end + 1];
      }
      if (length <= mostBytes) rest.push(part.subarray(start));
      length += part.length - start;
    }
    if (length > 0) yield { bytes: Buffer.concat(rest), isEnded: false };
  } finally {
    await file.close();
  }
}

/** The last line first; what stands after the last newline is left out. @throws as node:fs does */
export async function* readLinesBackwards(path: string): AsyncGenerator<Buffer> {
  const file = await open(path, oldFile);
  try {
    const { size } = await file.stat();
    let rest: Buffer[] = [];
    let isWithin = false;
    for (let end = size; end > 0;) {
      const begin = Math.max(0, end - partBytes);
      let part = await readAll(file, begin, end - begin);
      end = begin;
      for (let at = part.lastIndexOf(newline); at !== -1; at = part.lastIndexOf(newline)) {
        if (isWithin) yield Buffer.concat([part.subarray(at + 1), ...rest]);
        [rest, isWithin, part] = [[], true, part.subarray(0, at)];
      }
      if (isWithin) rest = [part, ...rest];
    }
    if (isWithin) yield Buffer.concat(rest);
  } finally {
    await file.close();
  }
}

async function readAll(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await file.read(bytes, 0, length, position);
  return bytes.subarray(0, bytesRead);
}
