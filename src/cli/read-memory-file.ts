// A file of the reference server, as text. It may have come from anywhere.
import { PymcpError } from '../core/errors.js';

const mostFileBytes = 256 * 1024 * 1024;

/** @throws PymcpError `input.file-unreadable` */
export async function readMemoryFile(path: string): Promise<string> {
  const { readRegularFile } = await import('../host/files.js');
  const problem = (why: string): PymcpError =>
    new PymcpError(
      'input.file-unreadable',
      `${JSON.stringify(path)} ${why}`,
      'check the path; nothing was imported',
    );
  const found = await readRegularFile(path, mostFileBytes).catch((error: unknown) => {
    throw problem(`cannot be read: ${error instanceof Error ? error.message : 'unknown'}`);
  });
  if (found.kind !== 'read')
    throw problem(found.kind === 'too-large' ? `has more than ${mostFileBytes} bytes` : 'is not a file');
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(found.bytes);
  } catch {
    throw problem('is not UTF-8');
  }
}
