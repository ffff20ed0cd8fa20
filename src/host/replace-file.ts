// Writes a file as a whole or not at all: a new file beside it, synced, renamed into its place. Whoever looks sees the old
// content or the new one, also after a kill or a power cut. Mode and owner stay; what somebody else wrote since stays too.
import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, link, lstat, open, readdir, rename, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { hasCode } from './errno.js';
import { isUnchanged, type PresentFile } from './snapshot-file.js';

/** Somebody has changed, made or removed the file since it was read; nothing was written. */
export class FileChangedError extends Error {
  override readonly name = 'FileChangedError';
}

interface Owned {
  readonly mode: number;
  readonly uid?: number;
  readonly gid?: number;
}

const newFile = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
const suffix = '.pymcp-tmp';
const mostCopies = 1000;

/** @throws FileChangedError, or as node:fs does; the old content is untouched then */
export async function replaceFile(before: PresentFile, bytes: Buffer): Promise<void> {
  await withTemporary(before.path, bytes, before, async (temporary) => {
    if (!(await isUnchanged(before))) throw new FileChangedError(before.path);
    await rename(temporary, before.path);
  });
}

/** Makes a file that is not there. @throws FileChangedError where it is, or as node:fs does */
export async function createFile(path: string, bytes: Buffer, owned: Owned): Promise<void> {
  await withTemporary(path, bytes, owned, async (temporary) => {
    if (!(await placeNew(temporary, path))) throw new FileChangedError(path);
  });
}

/** Keeps the content under a new name beside the file: PATH.NAME, or PATH.NAME-2, … Overwrites nothing. @returns the name */
export async function keepCopy(before: PresentFile, name: string): Promise<string> {
  for (let number = 1; number <= mostCopies; number += 1) {
    const path = `${before.path}.${name}${number === 1 ? '' : `-${number}`}`;
    try {
      await createFile(path, before.bytes, before);
      return path;
    } catch (error) {
      if (!(error instanceof FileChangedError)) throw error;
    }
  }
  throw new Error(`there are ${mostCopies} copies of ${before.path} already`);
}

/** @throws FileChangedError, or as node:fs does */
export async function removeFile(before: PresentFile): Promise<void> {
  if (!(await isUnchanged(before))) throw new FileChangedError(before.path);
  await unlink(before.path);
  await syncFolder(dirname(before.path));
}

/** Removes what a killed process left beside the file. Only for one who knows that no other is at work on it. */
export async function removeLeftovers(path: string): Promise<void> {
  const names = await readdir(dirname(path)).catch(() => []);
  const ours = names.filter((name) => name.startsWith(`.${basename(path)}.`) && name.endsWith(suffix));
  for (const name of ours) await unlink(join(dirname(path), name)).catch(() => undefined);
}

async function withTemporary(
  path: string,
  bytes: Buffer,
  owned: Owned,
  place: (temporary: string) => Promise<void>,
): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}${suffix}`);
  const file = await open(temporary, newFile, 0o600);
  try {
    await fill(file, bytes, owned).finally(() => file.close());
    await place(temporary);
  } finally {
    // Renamed away where all went well.
    await unlink(temporary).catch(() => undefined);
  }
  await syncFolder(dirname(path));
}

async function fill(file: FileHandle, bytes: Buffer, { mode, uid, gid }: Owned): Promise<void> {
  await file.writeFile(bytes);
  const made = await file.stat();
  if (uid !== undefined && gid !== undefined && (made.uid !== uid || made.gid !== gid)) {
    await file.chown(uid, gid);
  }
  await file.chmod(mode);
  await file.sync();
}

/** link(2) overwrites nothing and is atomic; some file systems have no hard links. False where the path is taken. */
async function placeNew(temporary: string, path: string): Promise<boolean> {
  try {
    await link(temporary, path);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    if (!hasCode(error, 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK')) throw error;
  }
  const isTaken = await lstat(path).then(
    () => true,
    () => false,
  );
  if (isTaken) return false;
  await rename(temporary, path);
  return true;
}

/** So that the new name survives a power cut. Windows has no such thing. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, constants.O_RDONLY);
  try {
    await folder.sync().catch(() => undefined);
  } finally {
    await folder.close();
  }
}
