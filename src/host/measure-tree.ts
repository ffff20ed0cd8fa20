// How much lies in a folder that a stranger fills. Synchronous and bounded: it stops at a number of names.
import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Bytes on the file system and names below `folder`; more than `mostNames` are not looked at. Links are not followed. */
export function measureTree(folder: string, mostNames: number): { bytes: number; inodes: number } {
  let [bytes, inodes] = [0, 0];
  const folders = [folder];
  for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
    for (const entry of listOrNone(next)) {
      inodes += 1;
      if (inodes > mostNames) return { bytes, inodes };
      const path = join(next, entry.name);
      if (entry.isDirectory()) folders.push(path);
      else bytes += blocksOf(path);
    }
  }
  return { bytes, inodes };
}

function listOrNone(folder: string): import('node:fs').Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    // Gone in between, closed, or too deep: none of it holds more than names.
    return [];
  }
}

function blocksOf(path: string): number {
  try {
    return lstatSync(path).blocks * 512;
  } catch {
    return 0;
  }
}
