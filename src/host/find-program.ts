// Whether a program of this name is found where every program looks, whoever started it.
import { join } from 'node:path';
import { isExecutable, realpath } from './files.js';

/** In the order in which they are looked through. A PATH that a shell's start file sets is not that of a desktop's program. */
const systemFolders = ['/usr/local/bin', '/usr/bin', '/bin'] as const;

/** What the name leads to, links resolved; null where there is none. */
export async function findSystemProgram(name: string): Promise<string | null> {
  for (const folder of systemFolders) {
    const path = join(folder, name);
    if (await isExecutable(path)) return realpath(path);
  }
  return null;
}

/** Whether any folder of PATH has it. */
export async function isOnPath(name: string): Promise<boolean> {
  const separator = process.platform === 'win32' ? ';' : ':';
  const folders = (process.env['PATH'] ?? '').split(separator).filter((folder) => folder !== '');
  for (const folder of folders) if (await isExecutable(join(folder, name))) return true;
  return false;
}
