// fail.closed: a folder of small files that are nobody's business but this user's. What somebody else could have read,
// written or put there is refused, never mended: whoever could write could have written before we looked.
// Each change is one step of the kernel (link(2), unlink(2)), so that processes need no lock and a kill leaves whole files.
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readSync,
  type Stats,
} from 'node:fs';
import { chmod, link, lstat, mkdir, open, readdir, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { nowMs } from './clock.js';
import { hasCode } from './errno.js';
import { currentIdentity } from './process-identity.js';

/** `why` is a part of a sentence; `fix` a command or what to do. */
export interface Unsafe {
  readonly kind: 'unsafe';
  readonly why: string;
  readonly fix: string;
}

export interface FolderStamp {
  readonly text: string;
  /** Since 1970. */
  readonly changedMs: number;
}

type PrivateText = { readonly kind: 'read'; readonly text: string } | { readonly kind: 'missing' } | Unsafe;

const newFile = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
const oldFile = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
const mostBytes = 16 * 1024;
const draftPrefix = '.new-';
/** A draft that is older was left by a process that is gone. */
const draftMs = 10 * 60 * 1000;

export class PrivateFolder {
  readonly path: string;
  readonly #mostBytes: number;

  /**
   * @param path in a folder of ours, which is made too
   * @param fileBytes a file that is larger is not read
   */
  constructor(path: string, fileBytes = mostBytes) {
    this.path = path;
    this.#mostBytes = fileBytes;
  }

  /** Makes what is missing. @returns what is wrong with it, null where it is safe @throws as node:fs does */
  async make(): Promise<Unsafe | null> {
    // As the XDG specification has it.
    await mkdir(dirname(dirname(this.path)), { recursive: true, mode: 0o700 });
    for (const path of [dirname(this.path), this.path]) await makeClosed(path);
    const found = this.check();
    return found === 'missing' ? { kind: 'unsafe', why: `${this.path} is gone`, fix: 'try again' } : found;
  }

  /** `missing` where nothing was ever kept. @returns null where it is safe */
  check(): Unsafe | 'missing' | null {
    const parent = dirname(this.path);
    for (const [path, closed] of [
      [parent, 0o022],
      [this.path, 0o077],
    ] as const) {
      const status = lstatSync(path, { throwIfNoEntry: false });
      if (status === undefined) return 'missing';
      const why = status.isDirectory() ? findFault(status, closed) : 'is not a folder';
      if (why !== null) return { kind: 'unsafe', why: `${path} ${why}`, fix: toFix(path, status, '0700') };
    }
    return null;
  }

  /** Whole or not at all; `taken` where the name is. @throws as node:fs does */
  async create(name: string, text: string): Promise<'created' | 'taken'> {
    await this.#sweep();
    const draft = join(this.path, `${draftPrefix}${randomBytes(8).toString('hex')}`);
    try {
      const file = await open(draft, newFile, 0o600);
      try {
        await file.chmod(0o600);
        await file.writeFile(text);
        await file.sync();
      } finally {
        await file.close();
      }
      await link(draft, join(this.path, name));
    } catch (error) {
      if (hasCode(error, 'EEXIST')) return 'taken';
      throw error;
    } finally {
      await unlink(draft).catch(() => undefined);
    }
    await this.#sync();
    return 'created';
  }

  /** Synchronous: it takes microseconds, and is done for each request. @throws as node:fs does where it cannot be read */
  read(name: string): PrivateText {
    const path = join(this.path, name);
    let descriptor: number;
    try {
      descriptor = openSync(path, oldFile);
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return { kind: 'missing' };
      if (hasCode(error, 'ELOOP'))
        return { kind: 'unsafe', why: 'is a link', fix: `rm ${JSON.stringify(path)}` };
      throw error;
    }
    try {
      const status = fstatSync(descriptor);
      const why = status.isFile() ? findFault(status, 0o077) : 'is not a file';
      if (why !== null) return { kind: 'unsafe', why, fix: toFix(path, status, '0600') };
      const bytes = Buffer.alloc(Math.min(status.size, this.#mostBytes) + 1);
      const length = readSync(descriptor, bytes);
      if (length > this.#mostBytes || status.size > this.#mostBytes)
        return { kind: 'unsafe', why: 'is too large', fix: `rm ${JSON.stringify(path)}` };
      return { kind: 'read', text: bytes.toString('utf8', 0, length) };
    } finally {
      closeSync(descriptor);
    }
  }

  /** Of all but drafts. @throws as node:fs does */
  async list(): Promise<readonly string[]> {
    return (await readdir(this.path)).filter((name) => !name.startsWith(draftPrefix)).sort();
  }

  /** Without their common end, of those that have it. Synchronous. @throws as node:fs does */
  names(suffix: string): readonly string[] {
    const found = readdirSync(this.path).filter(
      (name) => name.endsWith(suffix) && !name.startsWith(draftPrefix),
    );
    return found.map((name) => name.slice(0, -suffix.length)).sort();
  }

  /** Another one where a file came or went. Synchronous. @throws as node:fs does */
  stamp(): FolderStamp {
    const status = lstatSync(this.path, { throwIfNoEntry: false });
    if (status === undefined) return { text: 'none', changedMs: 0 };
    return { text: `${status.ino} ${status.mtimeMs}`, changedMs: status.mtimeMs };
  }

  /** In bytes, by name; of all but drafts. @throws as node:fs does */
  async sizes(): Promise<ReadonlyMap<string, number>> {
    const names = await this.list();
    const found = await Promise.all(names.map((name) => lstat(join(this.path, name)).catch(() => null)));
    return new Map(names.map((name, index) => [name, found[index]?.size ?? 0]));
  }

  /** False where there was none. Lasting when it resolves. @throws as node:fs does */
  async remove(name: string): Promise<boolean> {
    try {
      await unlink(join(this.path, name));
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return false;
      throw error;
    }
    await this.#sync();
    return true;
  }

  async #sync(): Promise<void> {
    const folder = await open(this.path, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  }

  async #sweep(): Promise<void> {
    for (const name of await readdir(this.path)) {
      if (!name.startsWith(draftPrefix)) continue;
      const path = join(this.path, name);
      const status = await lstat(path).catch(() => null);
      if (status !== null && nowMs() - status.mtimeMs > draftMs) await unlink(path).catch(() => undefined);
    }
  }
}

/** Whatever the umask is; one that is there stays as it is. */
async function makeClosed(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
    await chmod(path, 0o700);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  }
}

/** What is wrong with whose it is, as a part of a sentence; null where nothing is. @param closed bits that must not be set */
export function findFault({ uid, mode }: Stats, closed: number): string | null {
  if (uid !== currentIdentity().uid) return `belongs to user ${uid}`;
  return (mode & closed) === 0
    ? null
    : `is open to others (mode ${(mode & 0o7777).toString(8).padStart(4, '0')})`;
}

export function toFix(path: string, status: Stats, mode: string): string {
  const quoted = JSON.stringify(path);
  return status.uid === currentIdentity().uid && !status.isSymbolicLink()
    ? `chmod ${mode} ${quoted}`
    : `mv ${quoted} elsewhere`;
}
