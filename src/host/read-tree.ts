// install.verified: a tree of files that a stranger has made, and nobody writes to any more: what is in it, as the host reads it byte by
// byte, and a copy of it that is the host's own. Nothing but plain files and folders is taken.
import { createHash } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  type Stats,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { whyNotContained } from '../core/contained-path.js';
import { letOthersRun } from './clock.js';

export interface TreeFile {
  /** Relative, slash-separated. */
  readonly path: string;
  readonly kind: 'file' | 'folder';
  /** False of folders. */
  readonly isExecutable: boolean;
  readonly bytes: number;
  /** 64 hexadecimal digits; empty of folders. */
  readonly sha256: string;
  readonly mode: number;
  readonly uid: number;
}

export interface TreeBounds {
  readonly mostFiles: number;
  readonly mostBytes: number;
}

/** What is in the tree is none of what a tree may hold. `why` stands after the path. */
export class OddTreeError extends Error {
  override readonly name = 'OddTreeError';
}

const readFlags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
const newFlags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
const partBytes = 1024 * 1024;
/** Files between two looks of others, of some milliseconds each. */
const filesInARow = 64;

/**
 * Sorted by path. With `copyTo`, which is an empty folder, all of it is written there too, 0444 or 0555.
 * @throws OddTreeError; as node:fs does; what the signal says
 */
export async function readTree(
  folder: string,
  bounds: TreeBounds,
  { copyTo, signal }: { readonly copyTo?: string; readonly signal?: AbortSignal } = {},
): Promise<readonly TreeFile[]> {
  const buffer = Buffer.allocUnsafe(partBytes);
  const found: TreeFile[] = [];
  let bytes = 0;
  const waiting = [''];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    for (const name of readdirSync(join(folder, at)).sort()) {
      const path = at === '' ? name : `${at}/${name}`;
      const one = readOne(folder, path, copyTo ?? null, buffer);
      found.push(one);
      bytes += one.bytes;
      if (one.kind === 'folder') waiting.push(path);
      if (found.length > bounds.mostFiles) throw new OddTreeError('the tree has too many files');
      if (bytes > bounds.mostBytes) throw new OddTreeError('the tree has too many bytes');
      if (found.length % filesInARow === 0) await letOthersRun();
      signal?.throwIfAborted();
    }
  }
  if (copyTo !== undefined)
    for (const { path } of found.filter(({ kind }) => kind === 'folder').reverse())
      chmodSync(join(copyTo, path), 0o555);
  return found.sort((one, other) => (one.path < other.path ? -1 : 1));
}

function readOne(folder: string, path: string, copyTo: string | null, buffer: Buffer): TreeFile {
  const why = whyNotContained(path);
  if (why !== null) throw new OddTreeError(`the path ${JSON.stringify(path.slice(0, 200))} ${why}`);
  const status = lstatSync(join(folder, path));
  refuseOdd(path, status);
  const { mode, uid } = status;
  const shared = { path, mode: mode & 0o7777, uid };
  if (status.isDirectory()) {
    if (copyTo !== null) mkdirSync(join(copyTo, path), 0o755);
    return { ...shared, kind: 'folder', isExecutable: false, bytes: 0, sha256: '' };
  }
  const isExecutable = (mode & 0o111) !== 0;
  const target = copyTo === null ? null : join(copyTo, path);
  const { bytes, sha256 } = readBytes(path, join(folder, path), target, isExecutable, buffer);
  return { ...shared, kind: 'file', isExecutable, bytes, sha256 };
}

function readBytes(
  path: string,
  from: string,
  to: string | null,
  isExecutable: boolean,
  buffer: Buffer,
): { bytes: number; sha256: string } {
  const source = openSync(from, readFlags);
  let target: number | null = null;
  try {
    const status = fstatSync(source);
    refuseOdd(path, status);
    if (!status.isFile()) throw new OddTreeError(`${path} is being replaced`);
    if (to !== null) target = openSync(to, newFlags, 0o600);
    const hash = createHash('sha256');
    let bytes = 0;
    for (let length = readSync(source, buffer); length > 0; length = readSync(source, buffer)) {
      const part = buffer.subarray(0, length);
      hash.update(part);
      for (let done = 0; target !== null && done < length;) done += writeSync(target, part, done);
      bytes += length;
    }
    if (to !== null) chmodSync(to, isExecutable ? 0o555 : 0o444);
    return { bytes, sha256: hash.digest('hex') };
  } finally {
    closeSync(source);
    if (target !== null) closeSync(target);
  }
}

function refuseOdd(path: string, status: Stats): void {
  const shown = JSON.stringify(path);
  if (!status.isFile() && !status.isDirectory())
    throw new OddTreeError(
      `${shown} is ${status.isSymbolicLink() ? 'a link' : 'neither a file nor a folder'}`,
    );
  if (status.isFile() && status.nlink !== 1) throw new OddTreeError(`${shown} has a second name`);
  if ((status.mode & 0o7000) !== 0) throw new OddTreeError(`${shown} has a special mode`);
}

/** Of a regular file that was found in a tree of the host's own. @throws as node:fs does */
export function readTextOfTree(folder: string, path: string): string {
  const file = openSync(join(folder, path), readFlags);
  try {
    return readFileSync(file, 'utf8');
  } finally {
    closeSync(file);
  }
}
