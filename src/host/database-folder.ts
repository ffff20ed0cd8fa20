// fail.closed: a folder of this user alone with one SQLite file and what SQLite puts beside it. It is made whole and moved away
// whole (rename(2)), so that no file of one database ever stands beside another.
import { lstatSync, statSync } from 'node:fs';
import { chmod, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { findFault, PrivateFolder, toFix, type Unsafe } from './private-folder.js';

export type DatabaseStatus =
  | { readonly kind: 'missing' }
  /** `identity` of the very file: another one at the same place has another. */
  | { readonly kind: 'there'; readonly identity: string; readonly bytes: number }
  | Unsafe;

const file = 'memory.db';
const beside = ['', '-wal', '-shm', '-journal'] as const;

export class DatabaseFolder {
  readonly path: string;
  readonly #parent: PrivateFolder;

  constructor(path: string) {
    this.path = path;
    this.#parent = new PrivateFolder(dirname(path));
  }

  get database(): string {
    return join(this.path, file);
  }

  /** Opens none of the files: closing one would take SQLite's locks away (fcntl(2)). @throws as node:fs does */
  check(): DatabaseStatus {
    const parent = this.#parent.check();
    if (parent === 'missing') return { kind: 'missing' };
    if (parent !== null) return parent;
    const folder = new PrivateFolder(this.path).check();
    if (folder === 'missing') return { kind: 'missing' };
    if (folder !== null) return folder;
    for (const suffix of beside) {
      const fault = findFileFault(this.database + suffix);
      if (fault !== null) return fault;
    }
    const found = statSync(this.database, { throwIfNoEntry: false, bigint: true });
    if (found === undefined)
      return { kind: 'unsafe', why: `${this.path} has no ${file}`, fix: 'move the folder elsewhere' };
    return { kind: 'there', identity: `${found.dev}:${found.ino}`, bytes: Number(found.size) };
  }

  /** Differs where the database was written to, or is another one; null where there is none. @throws as node:fs does */
  stamp(): { readonly text: string; readonly changedMs: number } | null {
    const found = ['', '-wal'].map((suffix) =>
      lstatSync(this.database + suffix, { throwIfNoEntry: false, bigint: true }),
    );
    if (found[0] === undefined) return null;
    return {
      text: found.map((one) => `${one?.ino ?? ''} ${one?.size ?? ''} ${one?.mtimeNs ?? ''}`).join(),
      changedMs: Math.max(...found.map((one) => Number(one?.mtimeMs ?? 0))),
    };
  }

  /** What another process has left half made is made again. Only one process at a time may. @throws as node:fs does */
  async create(fill: (database: string) => Promise<void>): Promise<Unsafe | null> {
    const fault = await this.#parent.make();
    if (fault !== null) return fault;
    const draft = `${this.path}.new`;
    await rm(draft, { recursive: true, force: true });
    await mkdir(draft, { mode: 0o700 });
    await chmod(draft, 0o700);
    const made = await open(join(draft, file), 'wx', 0o600);
    await made.chmod(0o600);
    await made.close();
    await fill(join(draft, file));
    await rename(draft, this.path);
    await sync(dirname(this.path));
    return null;
  }

  /** @returns where it is now @throws as node:fs does */
  async moveAside(label: string): Promise<string> {
    const aside = `${this.path}.damaged-${label}`;
    await rename(this.path, aside);
    await sync(dirname(this.path));
    return aside;
  }
}

function findFileFault(path: string): Unsafe | null {
  const status = lstatSync(path, { throwIfNoEntry: false });
  if (status === undefined) return null;
  const why = !status.isFile()
    ? 'is not a file'
    : status.nlink > 1
      ? 'has a second name'
      : findFault(status, 0o077);
  return why === null ? null : { kind: 'unsafe', why: `${path} ${why}`, fix: toFix(path, status, '0600') };
}

async function sync(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
