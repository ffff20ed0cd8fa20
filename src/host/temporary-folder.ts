// A folder of ours for a while, that others may enter, with files that we plant in it.
import { chmod, chown, link, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
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
  /** Gives its owner back what somebody has taken, in every folder. */
  readonly openUp: () => Promise<void>;
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
    openUp: () => openUp(path),
    remove: async () => {
      await openUp(path);
      await rm(path, { recursive: true, force: true });
    },
  };
}

/** A program that was let in may have closed folders to their owner. Nobody is in there any more; no link is followed. */
async function openUp(folder: string): Promise<void> {
  await chmod(folder, 0o700).catch(ignore);
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) if (entry.isDirectory()) await openUp(join(folder, entry.name));
}

function ignore(): void {
  // Not ours, or gone: removing it says so.
}
