// A program of a person's, where guests of another user can pass: that of root may lie in a folder that is closed to everybody else.
import { constants, copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chmod } from './files.js';
import { currentIdentity } from './process-identity.js';
import { openRuntimeFolder } from './runtime-folder.js';

export interface PlacedProgram {
  readonly path: string;
  readonly remove: () => Promise<void>;
}

/** Where it lies, or as root a copy that whoever made it removes. @throws as node:fs does */
export async function placeProgram(path: string): Promise<PlacedProgram> {
  if (currentIdentity().uid !== 0) return { path, remove: () => Promise.resolve() };
  const { path: folder, remove } = await openRuntimeFolder();
  try {
    const placed = join(folder, 'program');
    await copyFile(path, placed, constants.COPYFILE_FICLONE);
    await chmod(placed, 0o555);
    return { path: placed, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}
