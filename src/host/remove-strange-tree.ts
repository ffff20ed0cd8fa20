// Removes a folder that a stranger has filled: deeper than any path reaches, or closed to its owner. Nobody writes to it any more.
import { chmod, lstat, readdir, rename, rm, rmdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode } from './errno.js';

/** Never follows a link; does nothing where it is gone. @throws where something stays */
export async function removeStrangeTree(folder: string): Promise<void> {
  try {
    await rm(folder, { recursive: true, force: true });
  } catch {
    await flatten(folder);
    await rmdir(folder);
  }
}

/**
 * Folders are moved up to `folder`, one level at a time, so that no path is longer than three names below it however deep they
 * lie.
 */
async function flatten(folder: string): Promise<void> {
  let moved = 0;
  for (let names = await readdir(folder); names.length > 0; names = await readdir(folder)) {
    for (const name of names) {
      const path = join(folder, name);
      if (!(await isFolder(path))) {
        await unlink(path);
        continue;
      }
      await chmod(path, 0o700);
      for (const inner of await readdir(path)) {
        const below = join(path, inner);
        if (await isFolder(below)) {
          await chmod(below, 0o700);
          await rename(below, join(folder, `moved-${(moved += 1)}-${process.pid}`));
        } else await unlink(below);
      }
      await rmdir(path);
    }
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isDirectory();
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false;
    throw error;
  }
}
