// A program of the user's own, by the user's own PATH. A part of PATH that is no absolute path is left out: it would have
// whoever wrote the current folder decide what runs.
import { join } from 'node:path';
import { isExecutable } from './files.js';

/** Absolute path; null where there is none. @param name without a slash */
export async function findProgramOnPath(name: string): Promise<string | null> {
  if (name === '' || name.includes('/')) return null;
  const folders = (process.env['PATH'] ?? '').split(':').filter((folder) => folder.startsWith('/'));
  for (const folder of folders) {
    const path = join(folder, name);
    if (await isExecutable(path)) return path;
  }
  return null;
}
