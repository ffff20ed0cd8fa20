// Doors to the file system for the few files that the gateway itself reads and makes. Guests' files never pass here.
import { constants } from 'node:fs';
import {
  access,
  chmod,
  chown,
  lstat,
  mkdir,
  open,
  readdir,
  readFile,
  readlink,
  realpath,
  rm,
  stat,
  symlink,
} from 'node:fs/promises';
import { readFileSync, statfsSync } from 'node:fs';

export { chmod, chown, mkdir, readdir, readFile, realpath, rm };

/** Makes a symbolic link; throws as node:fs does. */
export async function makeLink(target: string, path: string): Promise<void> {
  await symlink(target, path);
}

/** True where the path leads to something, whatever it is. */
export async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch {
    return false;
  }
}

/** True where this process may execute the file. */
export async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

/** True where this process may list and enter a folder, or make files in it. */
export async function isPermitted(folder: string, what: 'read' | 'write'): Promise<boolean> {
  const rights = what === 'read' ? constants.R_OK | constants.X_OK : constants.W_OK | constants.X_OK;
  return access(folder, rights).then(
    () => true,
    () => false,
  );
}

/** Where a symbolic link points, as written in it; null where the path is no link or nothing. */
export async function readLinkTarget(path: string): Promise<string | null> {
  try {
    return await readlink(path);
  } catch {
    return null;
  }
}

/** Owner, mode and kind of the path itself, not of what a link leads to; null where there is nothing. */
export async function inspectPath(
  path: string,
): Promise<{ uid: number; gid: number; mode: number; isFolder: boolean; isLink: boolean } | null> {
  try {
    const status = await lstat(path);
    return {
      uid: status.uid,
      gid: status.gid,
      mode: status.mode & 0o7777,
      isFolder: status.isDirectory(),
      isLink: status.isSymbolicLink(),
    };
  } catch {
    return null;
  }
}

/** At most `maxBytes` of a regular file, and whether there was more. Throws as node:fs does. */
export async function readRegularFile(
  path: string,
  maxBytes: number,
): Promise<{ kind: 'read'; bytes: Buffer } | { kind: 'too-large'; size: number } | { kind: 'not-regular' }> {
  // O_NONBLOCK: opening a FIFO must not wait for a writer.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const status = await file.stat();
    if (!status.isFile()) return { kind: 'not-regular' };
    if (status.size > maxBytes) return { kind: 'too-large', size: status.size };
    return { kind: 'read', bytes: await file.readFile() };
  } finally {
    await file.close();
  }
}

/** An open folder by descriptor: a path to it that survives renames and says nothing about where it lies. */
export async function openFolder(
  path: string,
): Promise<{ descriptorPath: string; close: () => Promise<void> }> {
  const folder = await open(path, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  return { descriptorPath: `/proc/self/fd/${folder.fd}`, close: () => folder.close() };
}

/** The text of a small kernel file; null where it cannot be read. Synchronous: such reads take microseconds. */
export function readKernelFile(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** Bytes and inodes in use on the file system at `path`; null where it is gone. */
export function readFileSystemUse(path: string): { bytes: number; inodes: number } | null {
  try {
    const found = statfsSync(path);
    return { bytes: (found.blocks - found.bfree) * found.bsize, inodes: found.files - found.ffree };
  } catch {
    return null;
  }
}
