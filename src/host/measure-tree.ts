// How much lies in a folder that a stranger fills. Synchronous and bounded: it stops at a number of names.
import { type Dirent, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { hasCode } from './errno.js';

/**
 * Bytes on the file system and names below `folder`. Links are not followed. `mostNames` and one more where there are more names, or a
 * folder that cannot be looked into: too deep for a path, or closed, it may hold any number.
 */
export function measureTree(folder: string, mostNames: number): { bytes: number; inodes: number } {
  let [bytes, inodes] = [0, 0];
  const folders = [folder];
  for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
    const entries = list(next);
    if (entries === null) return { bytes, inodes: mostNames + 1 };
    for (const entry of entries) {
      inodes += 1;
      if (inodes > mostNames) return { bytes, inodes };
      const path = join(next, entry.name);
      if (entry.isDirectory()) folders.push(path);
      else bytes += blocksOf(path);
    }
  }
  return { bytes, inodes };
}

function list(folder: string): readonly Dirent[] | null {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    // Removed or replaced in between.
    return hasCode(error, 'ENOENT', 'ENOTDIR') ? [] : null;
  }
}

function blocksOf(path: string): number {
  try {
    return lstatSync(path).blocks * 512;
  } catch {
    return 0;
  }
}
