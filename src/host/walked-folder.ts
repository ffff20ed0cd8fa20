// A door to folders that guests may write to: by descriptor, without following links, names as bytes. Synchronous, because
// a walk makes thousands of calls of a few microseconds each; whoever walks lets others in between.
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  statSync,
  openSync,
  opendirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  watch,
  type BigIntStats,
  type Dirent,
} from 'node:fs';
import { hasCode } from './errno.js';

/** A name or path as bytes, one character (U+0000 to U+00FF) each: it need not be UTF-8. */
export type ByteString = string;

export function toByteString(text: string): ByteString {
  return Buffer.from(text).toString('latin1');
}

export type EntryKind = 'folder' | 'link' | 'other';

export interface FolderEntry {
  readonly name: ByteString;
  readonly kind: EntryKind;
}

export interface EntryStatus {
  readonly kind: EntryKind;
  readonly device: bigint;
  readonly inode: bigint;
  readonly links: bigint;
  /** When it was made (0 where the file system does not know): a number of an inode is used again, this is not. */
  readonly bornNs: bigint;
  /** When its content, its mode or one of its names last changed; nobody can set it. */
  readonly changedNs: bigint;
}

/** Times are milliseconds since 1970, with their fractions. */
export interface FolderMark {
  readonly device: number;
  /** When a name in it or its mode last changed; nobody can set it. */
  readonly changedMs: number;
  readonly modifiedMs: number;
}

const folderFlags = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** Whoever opens one closes it. Methods throw as node:fs does where nothing else is said. */
export class WalkedFolder {
  readonly #fd: number;

  private constructor(fd: number) {
    this.#fd = fd;
  }

  /** The folder itself, never what a link in the last part of `path` leads to. */
  static open(path: string): WalkedFolder {
    return new WalkedFolder(openSync(path, folderFlags));
  }

  openBelow(name: ByteString): WalkedFolder {
    return new WalkedFolder(openSync(this.#below(name), folderFlags));
  }

  close(): void {
    closeSync(this.#fd);
  }

  /** Where it lies now, without any link in it (proc_pid_fd(5)). */
  get path(): string {
    return readlinkSync(`/proc/self/fd/${this.#fd}`);
  }

  get status(): EntryStatus {
    return toStatus(fstatSync(this.#fd, { bigint: true }));
  }

  /** `key` says which folder it is; `text` changes whenever a name in it comes, goes or changes; a guest can set the one time, but not the other. */
  get stamp(): { readonly key: string; readonly text: string; readonly changedMs: number } {
    const { dev, ino, ctimeNs, mtimeNs } = fstatSync(this.#fd, { bigint: true });
    return { key: `${dev}:${ino}`, text: `${ctimeNs}:${mtimeNs}`, changedMs: Number(ctimeNs / 1_000_000n) };
  }

  /** As `stamp`, and several times faster; only good to compare with another one of the same folder. */
  get mark(): FolderMark {
    const { dev, ctimeMs, mtimeMs } = fstatSync(this.#fd);
    return { device: dev, changedMs: ctimeMs, modifiedMs: mtimeMs };
  }

  /** One entry after the other, so that a folder with millions of them fills no memory. */
  *entries(): Generator<FolderEntry> {
    const folder = opendirSync(`/proc/self/fd/${this.#fd}`, { encoding: 'latin1', bufferSize: 512 });
    try {
      for (let entry = folder.readSync(); entry !== null; entry = folder.readSync()) {
        yield { name: entry.name, kind: kindOf(entry) };
      }
    } finally {
      folder.closeSync();
    }
  }

  /**
   * Calls once when something in it, or it itself, changes (inotify(7)), then no more: whoever writes without end wakes nobody
   * twice. Keeps no process alive. Throws where the system watches no more. @returns how to do without
   */
  watchOnce(onChange: () => void): () => void {
    const watcher = watch(`/proc/self/fd/${this.#fd}`, { persistent: false });
    watcher.once('change', () => {
      watcher.close();
      onChange();
    });
    watcher.on('error', () => undefined);
    return () => {
      watcher.close();
    };
  }

  /** Of the entry itself, not of what a link leads to; null where it is gone. */
  inspect(name: ByteString): EntryStatus | null {
    const status = lstatSync(this.#below(name), { bigint: true, throwIfNoEntry: false });
    return status === undefined ? null : toStatus(status);
  }

  /** Of what a link leads to in the end; null where it leads nowhere. */
  inspectTarget(name: ByteString): EntryStatus | null {
    try {
      return toStatus(statSync(this.#below(name), { bigint: true }));
    } catch {
      return null;
    }
  }

  /** Real path of what a link leads to, as bytes; null where it leads nowhere. */
  resolve(name: ByteString): ByteString | null {
    try {
      return realpathSync.native(this.#below(name), { encoding: 'latin1' });
    } catch {
      return null;
    }
  }

  /** Content of a regular file; null where it is anything else, larger, or not ours to read. Never waits, follows no link. */
  readFile(name: ByteString, mostBytes: number): Buffer | null {
    let fd: number;
    try {
      fd = openSync(this.#below(name), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    } catch (error) {
      if (hasCode(error, 'ENOENT', 'ELOOP', 'EACCES', 'EPERM', 'ENXIO', 'ENOTDIR')) return null;
      throw error;
    }
    try {
      const status = fstatSync(fd);
      return status.isFile() && status.size <= mostBytes ? readFileSync(fd) : null;
    } finally {
      closeSync(fd);
    }
  }

  #below(name: ByteString): Buffer {
    return Buffer.from(`/proc/self/fd/${this.#fd}/${name}`, 'latin1');
  }
}

function kindOf(entry: Dirent | BigIntStats): EntryKind {
  if (entry.isDirectory()) return 'folder';
  return entry.isSymbolicLink() ? 'link' : 'other';
}

function toStatus(status: BigIntStats): EntryStatus {
  const { dev, ino, nlink, birthtimeNs, ctimeNs } = status;
  return {
    ...{ kind: kindOf(status), device: dev, inode: ino, links: nlink },
    ...{ bornNs: birthtimeNs, changedNs: ctimeNs },
  };
}
