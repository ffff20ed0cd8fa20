// The files of `pymcp run --file PATH[=NAME]`: regular files of the host, bounded before they are read.
import { PymcpError } from '../core/errors.js';
import { exchangeLimits, type InputFile } from '../core/exchanged-file.js';
import { parseInputFiles } from '../core/parse-input-files.js';
import { readRegularFile } from '../host/files.js';

/**
 * @param wanted each PATH or PATH=NAME, where NAME is what the program finds; else the last part of PATH
 * @throws PymcpError `input.file-unreadable`, `input.file-invalid`
 */
export async function readInputFiles(
  wanted: readonly string[],
  programName: string,
): Promise<readonly InputFile[]> {
  const files: InputFile[] = [];
  for (const argument of wanted) {
    const { from, path } = split(argument);
    files.push({ path, bytes: await readFileBytes(from) });
    // After each one, so that no more is read than may go in.
    parseInputFiles(files, programName);
  }
  return files;
}

function split(argument: string): { from: string; path: string } {
  const place = argument.lastIndexOf('=');
  if (place === -1) return { from: argument, path: argument.slice(argument.lastIndexOf('/') + 1) };
  return { from: argument.slice(0, place), path: argument.slice(place + 1) };
}

async function readFileBytes(path: string): Promise<Buffer> {
  const { inputBytes } = exchangeLimits;
  const found = await readRegularFile(path, inputBytes).catch((cause: unknown) => {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw unreadable(path, code === 'ENOENT' ? 'there is no such file' : code, cause);
  });
  if (found.kind === 'read') return found.bytes;
  if (found.kind === 'not-regular') throw unreadable(path, 'it is not a regular file');
  throw new PymcpError(
    'input.file-invalid',
    `${JSON.stringify(path)} has ${found.size} bytes, more than the ${inputBytes} that may go into a run`,
    'give less, or share its folder as the workspace',
  );
}

function unreadable(path: string, why: string, cause?: unknown): PymcpError {
  return new PymcpError(
    'input.file-unreadable',
    `${JSON.stringify(path)} cannot be given to the program: ${why}`,
    'name a file as --file PATH, or --file PATH=NAME to give it another name inside',
    { cause },
  );
}
