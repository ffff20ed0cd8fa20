// path.contained: makes a new file below a folder, by a path that somebody else chose. Nothing is overwritten, no link is
// followed below the folder: each part is opened by the descriptor of the one before (openat(2) by way of /proc/self/fd).
import { constants } from 'node:fs';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { whyNotContained } from '../core/contained-path.js';
import type { StoredBytes } from '../core/exchanged-file.js';
import { readParts } from '../core/read-parts.js';
import { hasCode } from './errno.js';

const newFile = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
const partBytes = 1024 * 1024;
const innerFolder = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;

/**
 * Folders are made as they are needed; the file gets mode 0644 less the umask.
 * @param root a folder that the caller chose; it may be reached by a link
 * @throws as node:fs does: EEXIST where the file is there, ELOOP or ENOTDIR where a part is no folder
 */
export async function createFileBelow(
  root: string,
  path: string,
  bytes: Buffer | StoredBytes,
): Promise<void> {
  const why = whyNotContained(path);
  if (why !== null) throw new Error(`the path ${why}`);
  const parts = path.split('/');
  const name = parts.pop() ?? '';
  let folder = await open(root, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    for (const part of parts) {
      const inner = await enter(folder, part);
      await folder.close();
      folder = inner;
    }
    const file = await open(below(folder, name), newFile, 0o644);
    try {
      for await (const part of readParts(bytes, partBytes)) await file.writeFile(part);
    } finally {
      await file.close();
    }
  } finally {
    await folder.close();
  }
}

async function enter(folder: FileHandle, name: string): Promise<FileHandle> {
  const path = below(folder, name);
  await mkdir(path).catch((error: unknown) => {
    if (!hasCode(error, 'EEXIST')) throw error;
  });
  return open(path, innerFolder);
}

const below = (folder: FileHandle, name: string): string => `/proc/self/fd/${folder.fd}/${name}`;
