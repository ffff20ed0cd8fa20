// A file that a person named, in parts: it may be large, and is read once.
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { PymcpError } from '../core/errors.js';
import { messageOf } from '../core/message-of.js';

const partBytes = 1024 * 1024;

/** @throws PymcpError `input.file-unreadable` */
export async function* readParts(path: string): AsyncGenerator<Buffer> {
  const problem = (why: string): PymcpError =>
    new PymcpError('input.file-unreadable', `${JSON.stringify(path)} ${why}`, 'check the path');
  // O_NONBLOCK: opening a FIFO must not wait for a writer.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch((error: unknown) => {
    throw problem(`cannot be read: ${messageOf(error)}`);
  });
  try {
    if (!(await file.stat()).isFile()) throw problem('is not a file');
    for (;;) {
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(partBytes), 0, partBytes);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}
