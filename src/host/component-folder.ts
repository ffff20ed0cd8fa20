// install.verified: where components are, by the checksum of the archive that each came out of. A component appears in one step of the
// kernel (rename(2)) after all of it is on the disk; whoever looks sees a whole one or none. One installer at a time: flock(2), which
// the kernel frees with its holder, so that what another one has left half done is nobody's and can be removed.
import { lstatSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, open, readdir, rename, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode } from './errno.js';
import { PartialFile } from './partial-file.js';
import { findFault, PrivateFolder, type Unsafe } from './private-folder.js';
import { syncFileSystem } from './sync-file-system.js';
import { type Waiting, waitForLock } from './wait-for-lock.js';

const lockName = 'lock';
const partialSuffix = '.partial';
const validatorSuffix = '.validator';
const stagePrefix = 'unpacking-';

export class ComponentFolder {
  readonly path: string;
  readonly #private: PrivateFolder;

  constructor(path: string) {
    this.path = path;
    this.#private = new PrivateFolder(path);
  }

  /** @returns what is wrong with it; `missing` where nothing was ever installed, null where it is safe */
  check(): Unsafe | 'missing' | null {
    return this.#private.check();
  }

  /** @throws as node:fs does */
  make(): Promise<Unsafe | null> {
    return this.#private.make();
  }

  /** Where the component of this checksum is; null where it is not. */
  find(sha256: string): string | null {
    const path = this.#pathOf(sha256);
    const status = lstatSync(path, { throwIfNoEntry: false });
    return status?.isDirectory() === true && findFault(status, 0o022) === null ? path : null;
  }

  /** @returns what lets it go; null where another process had it all the time, or the signal came */
  lock(waiting: Waiting): Promise<(() => Promise<void>) | null> {
    return waitForLock(join(this.path, lockName), waiting);
  }

  /** Removes what killed installers have left, but for archives that can be gone on with. Only for who has the lock. */
  async sweep(wanted: ReadonlySet<string>): Promise<void> {
    for (const name of await readdir(this.path)) {
      const [sha256 = '', suffix = ''] = name.split(/(?=\.)/);
      const isPart = [partialSuffix, validatorSuffix].includes(suffix);
      if (name.startsWith(stagePrefix) || (isPart && !wanted.has(sha256)))
        await rm(join(this.path, name), { recursive: true, force: true });
    }
  }

  openPartial(sha256: string): Promise<PartialFile> {
    return PartialFile.open(join(this.path, sha256 + partialSuffix));
  }

  /** What the rest of a partial archive can be asked for by; null where that is not known. */
  readValidator(sha256: string): string | null {
    const found = this.#private.read(sha256 + validatorSuffix);
    return found.kind === 'read' ? found.text : null;
  }

  async keepValidator(sha256: string, validator: string | null): Promise<void> {
    await rm(join(this.path, sha256 + validatorSuffix), { force: true });
    if (validator !== null) await this.#private.create(sha256 + validatorSuffix, validator);
  }

  async forgetPartial(sha256: string): Promise<void> {
    for (const suffix of [partialSuffix, validatorSuffix])
      await rm(join(this.path, sha256 + suffix), { force: true });
  }

  /** A new folder, for this user alone. Whoever makes it places or removes it. */
  async stage(): Promise<string> {
    const stage = await mkdtemp(join(this.path, stagePrefix));
    await chmod(stage, 0o700);
    await mkdir(join(stage, 'content'), { mode: 0o755 });
    return stage;
  }

  async discard(stage: string): Promise<void> {
    await rm(stage, { recursive: true, force: true });
  }

  /** Only for who has the lock. @returns where it is now @throws as node:fs does */
  async place(stage: string, sha256: string, record: string): Promise<string> {
    const file = await open(join(stage, 'component.json'), 'wx', 0o600);
    try {
      await file.writeFile(record);
    } finally {
      await file.close();
    }
    await syncFileSystem(stage);
    const path = this.#pathOf(sha256);
    await rm(path, { recursive: true, force: true });
    await rename(stage, path);
    await syncFileSystem(this.path);
    return path;
  }

  /** For ordinary users. */
  async freeBytes(): Promise<number> {
    const { bavail, bsize } = await statfs(this.path);
    return bavail * bsize;
  }

  #pathOf(sha256: string): string {
    return join(this.path, `sha256-${sha256}`);
  }
}

/** Whether an error says that there is no room. */
export function isOutOfRoom(error: unknown): boolean {
  return hasCode(error, 'ENOSPC', 'EDQUOT');
}
