// Removes a folder that a stranger has filled: deeper than any path reaches, or closed to its owner. Nobody writes to it any more.
import { chmod, lstat, readdir, rename, rm, rmdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode } from './errno.js';

/** Whatever its modes are. Never follows a link; does nothing where it is gone. @throws where something stays */
export async function removeStrangeTree(folder: string): Promise<void> {
  try {
    await rm(folder, { recursive: true, force: true });
  } catch {
    if (await isFolder(folder)) await unlessGone(chmod(folder, 0o700), undefined);
    await flatten(folder);
    await unlessGone(rmdir(folder), undefined);
  }
}

/**
 * Folders are moved up to `folder`, one level at a time, so that no path is longer than three names below it however deep they
 * lie. A rm() that has failed in one place goes on in others for a while: whatever is seen here may be gone a moment later.
 */
async function flatten(folder: string): Promise<void> {
  let moved = 0;
  for (let names = await list(folder); names.length > 0; names = await list(folder)) {
    for (const name of names) {
      const path = join(folder, name);
      if (!(await isFolder(path))) {
        await unlessGone(unlink(path), undefined);
        continue;
      }
      await unlessGone(chmod(path, 0o700), undefined);
      for (const inner of await list(path)) {
        const below = join(path, inner);
        if (await isFolder(below)) {
          await unlessGone(chmod(below, 0o700), undefined);
          await unlessGone(rename(below, join(folder, `moved-${(moved += 1)}-${process.pid}`)), undefined);
        } else await unlessGone(unlink(below), undefined);
      }
      await unlessGone(rmdir(path), undefined);
    }
  }
}

const list = (folder: string): Promise<string[]> => unlessGone(readdir(folder), []);

const isFolder = (path: string): Promise<boolean> =>
  unlessGone(
    lstat(path).then((found) => found.isDirectory()),
    false,
  );

async function unlessGone<Value>(work: Promise<Value>, otherwise: Value): Promise<Value> {
  try {
    return await work;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return otherwise;
    throw error;
  }
}
