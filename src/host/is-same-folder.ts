// Whether two paths lead to one folder: its device and inode say so (inode(7)), also where one path goes through another process's root.
import { lstat } from 'node:fs/promises';

/** False where either is no folder, is gone, or may not be looked at; links at the end are not followed. */
export async function isSameFolder(one: string, other: string): Promise<boolean> {
  try {
    const [first, second] = await Promise.all([lstat(one, { bigint: true }), lstat(other, { bigint: true })]);
    return first.isDirectory() && first.dev === second.dev && first.ino === second.ino;
  } catch {
    return false;
  }
}
