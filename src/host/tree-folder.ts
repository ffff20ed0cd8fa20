// Folders of files that nobody changes any more, each by the checksum of what is in it. One appears in one step of the kernel
// (rename(2)) after all of it is on the disk; whoever looks sees a whole one or none.
import { constants, lstatSync, readdirSync } from 'node:fs';
import { chmod, open, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { findFault, PrivateFolder, type Unsafe } from './private-folder.js';
import { removeStrangeTree } from './remove-strange-tree.js';
import { syncFileSystem } from './sync-file-system.js';

const namePattern = /^[0-9a-f]{64}$/;
const readOnly = 0o555;

export class TreeFolder {
  readonly path: string;
  readonly #private: PrivateFolder;

  constructor(path: string) {
    this.path = path;
    this.#private = new PrivateFolder(path);
  }

  /** @throws as node:fs does */
  make(): Promise<Unsafe | null> {
    return this.#private.make();
  }

  pathOf(sha256: string): string {
    return join(this.path, sha256);
  }

  /**
   * Whose the tree is, who can write to it, and which names are outermost; not what is in its files. Synchronous: it takes
   * microseconds. @returns what is wrong, as a part of a sentence; null where nothing is @throws as node:fs does
   */
  inspect(sha256: string, names: readonly string[]): string | null {
    const path = this.pathOf(sha256);
    const fault = this.#private.check();
    if (fault !== null) return fault === 'missing' ? `${this.path} is gone` : fault.why;
    const why = findFolderFault(path);
    if (why !== null) return why;
    const found = readdirSync(path).sort();
    if (found.join('/') !== [...names].sort().join('/'))
      return `${path} has other names in it than ${names.join(', ')}`;
    return names.map((name) => findFolderFault(join(path, name))).find((one) => one !== null) ?? null;
  }

  /** Only for who has the lock of the store. Where it is there already, `staged` is removed. @throws as node:fs does */
  async place(staged: string, sha256: string): Promise<void> {
    const path = this.pathOf(sha256);
    if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) {
      await removeStrangeTree(staged);
      return;
    }
    await syncFileSystem(staged);
    // A folder that its owner may not write to cannot be moved to another one (rename(2), EACCES).
    await chmod(staged, 0o755);
    await rename(staged, path);
    await chmod(path, readOnly);
    // All else was written before: now its name.
    await syncFolder(this.path);
  }

  /** Removes all trees but these. Only for who has the lock of the store. @returns what it removed @throws as node:fs does */
  async keepOnly(named: ReadonlySet<string>): Promise<readonly string[]> {
    const others = (await readdir(this.path)).filter((name) => namePattern.test(name) && !named.has(name));
    for (const name of others) await removeStrangeTree(join(this.path, name));
    return others;
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function findFolderFault(path: string): string | null {
  const status = lstatSync(path, { throwIfNoEntry: false });
  if (status === undefined) return `${path} is gone`;
  const why = status.isDirectory() ? findFault(status, 0o022) : 'is not a folder';
  return why === null ? null : `${path} ${why}`;
}
