// The program of `pymcp run`: a file or stdin, UTF-8, bounded before it is read.
import { PymcpError } from '../core/errors.js';
import { maxCodeBytes } from '../core/limits.js';
import { readRegularFile } from '../host/files.js';

/** @throws PymcpError `input.file-unreadable`, `input.code-too-large`, `input.code-encoding` */
export async function readProgram(file: string): Promise<string> {
  return decode(file === '-' ? await readStdin() : await readFileBytes(file), file);
}

async function readFileBytes(file: string): Promise<Buffer> {
  try {
    const found = await readRegularFile(file, maxCodeBytes);
    if (found.kind === 'read') return found.bytes;
    if (found.kind === 'too-large') throw tooLarge(`${file} has ${found.size} bytes`);
  } catch (error) {
    if (error instanceof PymcpError) throw error;
    throw unreadable(file, error);
  }
  throw new PymcpError(
    'input.file-unreadable',
    `${file} is not a regular file`,
    'name a Python file, or - for stdin',
  );
}

function unreadable(file: string, error: unknown): PymcpError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  const why = {
    ENOENT: 'there is no such file',
    EACCES: 'it may not be read',
    ELOOP: 'its links lead in circles',
  }[code];
  return new PymcpError(
    'input.file-unreadable',
    `${JSON.stringify(file)} cannot be run: ${why ?? code}`,
    'check the path, or use - to give the program on stdin',
    { cause: error },
  );
}

async function readStdin(): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of process.stdin as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > maxCodeBytes) throw tooLarge('the program on stdin has more bytes');
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function tooLarge(what: string): PymcpError {
  return new PymcpError(
    'input.code-too-large',
    `${what}, more than the ${maxCodeBytes} that are accepted`,
    'put data in a file that the program reads, or split the program',
  );
}

function decode(bytes: Buffer, file: string): string {
  try {
    // A byte order mark is dropped, as Python does.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new PymcpError(
      'input.code-encoding',
      `${file} is not UTF-8`,
      'save it as UTF-8: iconv -t UTF-8 FILE',
      {
        cause,
      },
    );
  }
}
