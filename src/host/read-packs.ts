// install.verified: makes a tree of files of what a stranger has packed (guest/pymcp_wheels/pack.py): read once, hashed as it is written,
// into files that the host makes itself. Whatever a pack says, nothing but plain files and folders comes of it.
import { createHash } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { whyNotContained } from '../core/contained-path.js';
import { letOthersRun } from './clock.js';
import { hasCode } from './errno.js';
import { OddTreeError, type TreeBounds, type TreeEntry } from './read-tree.js';

const readFlags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
const newFlags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
const partBytes = 1024 * 1024;
/** Of the line before a file; a path has 1024 at most. */
const mostHeadBytes = 1100;
const lineEnd = 0x0a;
const headPattern = /^([fx]) (0|[1-9][0-9]{0,14}) (.*)$/su;
/** Files between two looks of others, of some milliseconds each. */
const filesInARow = 64;

export interface PackedInto {
  /** An empty folder. What is written there is 0444 or 0555. */
  readonly folder: string;
  readonly bounds: TreeBounds;
  readonly signal: AbortSignal;
}

/**
 * @param packs paths of files that nobody writes to any more
 * @returns what there is below the folder then, sorted by path @throws OddTreeError; as node:fs does; what the signal says
 */
export async function readPacks(
  packs: readonly string[],
  { folder, bounds, signal }: PackedInto,
): Promise<readonly TreeEntry[]> {
  const tree = new NewTree(folder, bounds);
  for (const path of packs) {
    const pack = PackReader.open(path);
    try {
      for (let head = pack.readHead(); head !== null; head = pack.readHead()) {
        tree.add(head, pack);
        if (tree.size % filesInARow === 0) await letOthersRun();
        signal.throwIfAborted();
      }
    } finally {
      pack.close();
    }
  }
  return tree.finish();
}

interface Head {
  readonly isExecutable: boolean;
  readonly bytes: number;
  readonly path: string;
}

/** What it says is looked at where it is used; here it is only in its form. */
class PackReader {
  readonly #file: number;
  readonly #name: string;
  readonly #buffer = Buffer.allocUnsafe(partBytes);
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  #start = 0;
  #end = 0;

  private constructor(file: number, name: string) {
    this.#file = file;
    this.#name = name;
  }

  static open(path: string): PackReader {
    const name = JSON.stringify(path.slice(path.lastIndexOf('/') + 1));
    const file = openAt(path, name);
    if (fstatSync(file).isFile()) return new PackReader(file, name);
    closeSync(file);
    throw new OddTreeError(`${name} is no file`);
  }

  close(): void {
    closeSync(this.#file);
  }

  /** @returns null where it ends in order */
  readHead(): Head | null {
    if (this.#end - this.#start < mostHeadBytes) this.#fill();
    if (this.#start === this.#end) return null;
    const end = this.#buffer
      .subarray(this.#start, Math.min(this.#end, this.#start + mostHeadBytes))
      .indexOf(lineEnd);
    if (end === -1) throw this.#odd('has a line without an end');
    const line = this.#buffer.subarray(this.#start, this.#start + end);
    this.#start += end + 1;
    const [, kind, bytes, path] = this.#decode(line).match(headPattern) ?? [];
    if (kind === undefined || bytes === undefined || path === undefined)
      throw this.#odd('has a line that nobody understands');
    return { isExecutable: kind === 'x', bytes: Number(bytes), path };
  }

  /** Each part is good until the next one. @throws OddTreeError where there are not so many */
  *readParts(bytes: number): Generator<Buffer> {
    for (let left = bytes; left > 0;) {
      if (this.#start === this.#end) this.#fill();
      const length = Math.min(left, this.#end - this.#start);
      if (length === 0) throw this.#odd('ends in the middle of a file');
      yield this.#buffer.subarray(this.#start, this.#start + length);
      this.#start += length;
      left -= length;
    }
  }

  #fill(): void {
    this.#buffer.copyWithin(0, this.#start, this.#end);
    this.#end -= this.#start;
    this.#start = 0;
    for (let read = -1; read !== 0 && this.#end < partBytes;) {
      read = readSync(this.#file, this.#buffer, this.#end, partBytes - this.#end, null);
      this.#end += read;
    }
  }

  #decode(line: Buffer): string {
    try {
      return this.#decoder.decode(line);
    } catch {
      throw this.#odd('has a line that is no UTF-8');
    }
  }

  #odd(why: string): OddTreeError {
    return new OddTreeError(`${this.#name} ${why}`);
  }
}

function openAt(path: string, name: string): number {
  try {
    return openSync(path, readFlags);
  } catch (error) {
    // Gone, a link, a socket.
    throw hasCode(error, 'ENOENT', 'ELOOP', 'ENXIO') ? new OddTreeError(`${name} is no file`) : error;
  }
}

class NewTree {
  readonly #folder: string;
  readonly #bounds: TreeBounds;
  readonly #found = new Map<string, TreeEntry>();
  #bytes = 0;

  constructor(folder: string, bounds: TreeBounds) {
    this.#folder = folder;
    this.#bounds = bounds;
  }

  /** Of files and folders. */
  get size(): number {
    return this.#found.size;
  }

  add({ path, bytes, isExecutable }: Head, pack: PackReader): void {
    const shown = JSON.stringify(path.slice(0, 200));
    const why = whyNotContained(path);
    if (why !== null) throw new OddTreeError(`the path ${shown} ${why}`);
    if (this.#found.has(path)) throw new OddTreeError(`${shown} is there twice`);
    this.#bytes += bytes;
    if (this.#bytes > this.#bounds.mostBytes) throw new OddTreeError('the tree has too many bytes');
    this.#makeFolder(dirname(path), shown);
    const sha256 = this.#write(path, isExecutable, pack.readParts(bytes));
    this.#note({ path, kind: 'file', isExecutable, bytes, sha256 });
  }

  /** Nothing is added any more. */
  finish(): readonly TreeEntry[] {
    const entries = [...this.#found.values()];
    // What is in a folder was found after it.
    for (const { path } of entries.filter(({ kind }) => kind === 'folder').reverse())
      chmodSync(join(this.#folder, path), 0o555);
    return entries.sort((one, other) => (one.path < other.path ? -1 : 1));
  }

  #makeFolder(path: string, shown: string): void {
    if (path === '.') return;
    const found = this.#found.get(path);
    if (found?.kind === 'folder') return;
    if (found !== undefined) throw new OddTreeError(`${shown} is in what is no folder`);
    this.#makeFolder(dirname(path), shown);
    mkdirSync(join(this.#folder, path), 0o755);
    this.#note({ path, kind: 'folder', isExecutable: false, bytes: 0, sha256: '' });
  }

  #note(entry: TreeEntry): void {
    this.#found.set(entry.path, entry);
    if (this.#found.size > this.#bounds.mostFiles) throw new OddTreeError('the tree has too many files');
  }

  /** @returns its SHA-256 */
  #write(path: string, isExecutable: boolean, parts: Iterable<Buffer>): string {
    const target = openSync(join(this.#folder, path), newFlags, 0o600);
    try {
      const hash = createHash('sha256');
      for (const part of parts) {
        hash.update(part);
        for (let done = 0; done < part.length;) done += writeSync(target, part, done);
      }
      fchmodSync(target, isExecutable ? 0o555 : 0o444);
      return hash.digest('hex');
    } finally {
      closeSync(target);
    }
  }
}
