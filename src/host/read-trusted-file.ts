// fail.closed: reads a file that we are going to obey, and only where nobody else can have written it.
import { messageOf } from '../core/message-of.js';
import { constants } from 'node:fs';
import { type FileHandle, open, realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { hasCode } from './errno.js';
import { currentIdentity } from './process-identity.js';

export type TrustedFile =
  | { readonly kind: 'read'; readonly bytes: Buffer; /** Without links. */ readonly realPath: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unreadable'; readonly why: string }
  | { readonly kind: 'unsafe'; readonly why: string; readonly hint: string };

/** A link is followed: whose file it leads to is what counts. The file is judged by its descriptor, so that it is the one read. */
export async function readTrustedFile(path: string, maxBytes: number): Promise<TrustedFile> {
  let file: FileHandle;
  try {
    // O_NONBLOCK: opening a FIFO must not wait for a writer.
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    return toFailure(error);
  }
  try {
    return await readOpen(file, maxBytes);
  } catch (error) {
    return { kind: 'unreadable', why: messageOf(error) };
  } finally {
    await file.close();
  }
}

async function readOpen(file: FileHandle, maxBytes: number): Promise<TrustedFile> {
  const status = await file.stat();
  if (!status.isFile()) return { kind: 'unreadable', why: 'it is not a regular file' };
  const realPath = await realpath(`/proc/self/fd/${file.fd}`);
  if (isStrange(status.uid))
    return unsafe(`it belongs to user ${status.uid}`, 'copy it to a file of your own');
  if ((status.mode & 0o022) !== 0)
    return unsafe('others may write to it', `chmod go-w ${JSON.stringify(realPath)}`);
  const folder = await stat(dirname(realPath));
  // Whoever can write to its folder can put another in its place, but for the sticky bit.
  if (isStrange(folder.uid) || (folder.mode & 0o1002) === 0o002)
    return unsafe('others may replace it in its folder', `chmod o-w ${JSON.stringify(dirname(realPath))}`);
  const bytes = await readWithin(file, maxBytes);
  return bytes === null
    ? { kind: 'unreadable', why: `it has more than ${maxBytes} bytes` }
    : { kind: 'read', bytes, realPath };
}

/** null where there is more. It may grow while it is read. */
async function readWithin(file: FileHandle, maxBytes: number): Promise<Buffer | null> {
  const bytes = Buffer.alloc(maxBytes + 1);
  let length = 0;
  while (length < bytes.length) {
    const { bytesRead } = await file.read(bytes, length, bytes.length - length);
    if (bytesRead === 0) return bytes.subarray(0, length);
    length += bytesRead;
  }
  return null;
}

const isStrange = (uid: number): boolean => uid !== 0 && uid !== currentIdentity().uid;

const unsafe = (why: string, hint: string): TrustedFile => ({ kind: 'unsafe', why, hint });

function toFailure(error: unknown): TrustedFile {
  if (hasCode(error, 'ENOENT', 'ENOTDIR')) return { kind: 'missing' };
  return { kind: 'unreadable', why: messageOf(error) };
}
