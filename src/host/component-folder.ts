// install.verified: where components are, by the checksum of the archive that each came out of. A component appears in one step of the
// kernel (rename(2)) after all of it is on the disk; whoever looks sees a whole one or none. One installer at a time: flock(2), which
// the kernel frees with its holder, so that what another one has left half done is nobody's and can be removed.
import { constants, lstatSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, open, readdir, rename, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { sleep } from './clock.js';
import { hasCode } from './errno.js';
import { findSystemProgram } from './find-program.js';
import { lockDescriptor } from './lock-descriptor.js';
import { PartialFile } from './partial-file.js';
import { findFault, PrivateFolder, type Unsafe } from './private-folder.js';
import { runCommand } from './run-command.js';

const lockName = 'lock';
const partialSuffix = '.partial';
const validatorSuffix = '.validator';
const stagePrefix = 'unpacking-';
const lockFlags = constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW;
const lookAgainMs = 100;
const syncMs = 120_000;

export interface Waiting {
  /** Told once that another process is at work. */
  readonly onWait: () => void;
  readonly mostMs: number;
  readonly signal: AbortSignal;
}

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
  async lock({ onWait, mostMs, signal }: Waiting): Promise<(() => Promise<void>) | null> {
    const file = await open(join(this.path, lockName), lockFlags, 0o600);
    for (let waitedMs = 0; waitedMs <= mostMs && !signal.aborted; waitedMs += lookAgainMs) {
      if (await lockDescriptor(file.fd)) return () => file.close();
      if (waitedMs === 0) onWait();
      await sleep(lookAgainMs, signal);
    }
    await file.close();
    return null;
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

/** syncfs(2), which Node.js has not: all that was written there is on the disk when it resolves. */
async function syncFileSystem(path: string): Promise<void> {
  const program = await findSystemProgram('sync');
  const done =
    program === null ? null : await runCommand(program, ['-f', path], { timeoutMs: syncMs, env: {} });
  if (done?.status !== 0) throw new Error(`sync could not write ${path} to the disk`);
}

/** Whether an error says that there is no room. */
export function isOutOfRoom(error: unknown): boolean {
  return hasCode(error, 'ENOSPC', 'EDQUOT');
}
