// A folder of ours for a while, that others may enter, with files that we plant in it.
import { chmod, chown, link, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Identity } from './process-identity.js';

export interface TemporaryFolder {
  readonly path: string;
  /** Makes a file below it, and the folders to it. @returns its absolute path */
  readonly plant: (path: string, text: string) => Promise<string>;
  /** A second name for a file that was planted. */
  readonly plantLink: (path: string, of: string) => Promise<void>;
  /** So that somebody else may write in it. */
  readonly giveTo: (owner: Identity) => Promise<void>;
  readonly remove: () => Promise<void>;
}

/** Everybody may look into it. Whoever makes it removes it. */
export async function makeTemporaryFolder(prefix: string): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(tmpdir(), prefix));
  await chmod(path, 0o755);
  return {
    path,
    plant: async (name, text) => {
      const file = join(path, name);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text, { mode: 0o644 });
      return file;
    },
    plantLink: (name, of) => link(join(path, of), join(path, name)),
    giveTo: ({ uid, gid }) => chown(path, uid, gid),
    remove: () => rm(path, { recursive: true, force: true }),
  };
}
