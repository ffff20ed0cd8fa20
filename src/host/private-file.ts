// fail.closed: one file of ours that stays open while it grows: 0600, no link, no second name. What somebody has done to it
// meanwhile, or put in its place, is noticed before the next byte is written. Synchronous: such a write takes microseconds.
import {
  closeSync,
  constants,
  fdatasync,
  fstatSync,
  ftruncateSync,
  lstatSync,
  openSync,
  readSync,
  type Stats,
  writeSync,
} from 'node:fs';
import { hasCode } from './errno.js';
import { findFault, toFix } from './private-folder.js';
import { UnsafeFileError } from './unsafe-file-error.js';

const newFile = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
/** O_NONBLOCK: opening a FIFO must not wait for a writer. */
const oldFile = constants.O_NOFOLLOW | constants.O_NONBLOCK;

export class PrivateFile {
  readonly path: string;
  readonly descriptor: number;
  readonly #found: Stats;
  #size: number;

  private constructor(path: string, descriptor: number, found: Stats) {
    this.path = path;
    this.descriptor = descriptor;
    this.#found = found;
    this.#size = found.size;
  }

  /** @throws as node:fs does: EEXIST where the name is taken */
  static create(path: string): PrivateFile {
    const descriptor = openSync(path, newFile, 0o600);
    return new PrivateFile(path, descriptor, fstatSync(descriptor));
  }

  /** null where there is none. @throws UnsafeFileError where it may not be trusted, or as node:fs does */
  static open(path: string, access: 'read' | 'write'): PrivateFile | null {
    let descriptor: number;
    try {
      descriptor = openSync(path, oldFile | (access === 'read' ? constants.O_RDONLY : constants.O_RDWR));
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return null;
      if (hasCode(error, 'ELOOP')) throw new UnsafeFileError(`${path} is a link`, toRemoval(path));
      throw error;
    }
    const found = fstatSync(descriptor);
    const why = found.isFile() ? findFault(found, 0o077) : 'is not a file';
    if (why === null && found.nlink === 1) return new PrivateFile(path, descriptor, found);
    closeSync(descriptor);
    throw why === null
      ? new UnsafeFileError(`${path} has a second name`, 'remove the other name')
      : new UnsafeFileError(`${path} ${why}`, toFix(path, found, '0600'));
  }

  /** As this process knows it. */
  get size(): number {
    return this.#size;
  }

  /** What another process has written before this one was alone with it counts as ours from now on. */
  refresh(): void {
    this.#size = fstatSync(this.descriptor).size;
  }

  /** All of it or, where that cannot be, nothing. @throws UnsafeFileError, or as node:fs does: ENOSPC where the disk is full */
  append(bytes: Buffer): void {
    this.#refuseStrange();
    try {
      writeAll(this.descriptor, bytes, this.#size);
    } catch (error) {
      this.truncate(this.#size);
      throw error;
    }
    this.#size += bytes.length;
  }

  /** @throws as `append`; part of it may be written then */
  writeAt(bytes: Buffer, position: number): void {
    this.#refuseStrange();
    writeAll(this.descriptor, bytes, position);
    this.#size = Math.max(this.#size, position + bytes.length);
  }

  /** Fewer than asked for at the end. */
  readAt(position: number, length: number): Buffer {
    const bytes = Buffer.alloc(length);
    let done = 0;
    while (done < length) {
      const count = readSync(this.descriptor, bytes, done, length - done, position + done);
      if (count === 0) break;
      done += count;
    }
    return bytes.subarray(0, done);
  }

  truncate(size: number): void {
    ftruncateSync(this.descriptor, size);
    this.#size = size;
  }

  /** Resolves when what was written outlasts a power cut. @throws as node:fs does */
  sync(): Promise<void> {
    return new Promise((resolve, reject) => {
      fdatasync(this.descriptor, (error) => {
        if (error === null) resolve();
        else reject(error);
      });
    });
  }

  close(): void {
    closeSync(this.descriptor);
  }

  /** @throws UnsafeFileError where somebody has changed, moved or replaced it */
  #refuseStrange(): void {
    const now = lstatSync(this.path, { throwIfNoEntry: false });
    const { dev, ino, uid, mode } = this.#found;
    if (now?.ino !== ino || now.dev !== dev)
      throw new UnsafeFileError(`${this.path} was moved or removed`, 'find out who did that');
    if (now.size !== this.#size || now.nlink !== 1 || now.uid !== uid || now.mode !== mode)
      throw new UnsafeFileError(`${this.path} was changed by somebody else`, 'find out who did that');
  }
}

function writeAll(descriptor: number, bytes: Buffer, position: number): void {
  for (let done = 0; done < bytes.length;)
    done += writeSync(descriptor, bytes, done, bytes.length - done, position + done);
}

const toRemoval = (path: string): string => `rm ${JSON.stringify(path)}`;
