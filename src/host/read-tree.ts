// install.verified: a tree of files that nobody is meant to write to any more: what is in it, as the host reads it byte by byte. Nothing but
// plain files and folders is taken.
import { createHash } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  type Stats,
} from 'node:fs';
import { join } from 'node:path';
import { whyNotContained } from '../core/contained-path.js';
import { letOthersRun } from './clock.js';

/** What makes a tree that tree. */
export interface TreeEntry {
  /** Relative, slash-separated. */
  readonly path: string;
  readonly kind: 'file' | 'folder';
  /** False of folders. */
  readonly isExecutable: boolean;
  readonly bytes: number;
  /** 64 hexadecimal digits; empty of folders. */
  readonly sha256: string;
}

export interface TreeFile extends TreeEntry {
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
const partBytes = 1024 * 1024;
/** Files between two looks of others, of some milliseconds each. */
const filesInARow = 64;

/** Sorted by path. @throws OddTreeError; as node:fs does */
export async function readTree(folder: string, bounds: TreeBounds): Promise<readonly TreeFile[]> {
  const buffer = Buffer.allocUnsafe(partBytes);
  const found: TreeFile[] = [];
  let bytes = 0;
  const waiting = [''];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    for (const name of readdirSync(join(folder, at)).sort()) {
      const path = at === '' ? name : `${at}/${name}`;
      const one = readOne(folder, path, buffer);
      found.push(one);
      bytes += one.bytes;
      if (one.kind === 'folder') waiting.push(path);
      if (found.length > bounds.mostFiles) throw new OddTreeError('the tree has too many files');
      if (bytes > bounds.mostBytes) throw new OddTreeError('the tree has too many bytes');
      if (found.length % filesInARow === 0) await letOthersRun();
    }
  }
  return found.sort((one, other) => (one.path < other.path ? -1 : 1));
}

function readOne(folder: string, path: string, buffer: Buffer): TreeFile {
  const why = whyNotContained(path);
  if (why !== null) throw new OddTreeError(`the path ${JSON.stringify(path.slice(0, 200))} ${why}`);
  const status = lstatSync(join(folder, path));
  refuseOdd(path, status);
  const { mode, uid } = status;
  const shared = { path, mode: mode & 0o7777, uid };
  if (status.isDirectory()) return { ...shared, kind: 'folder', isExecutable: false, bytes: 0, sha256: '' };
  const { bytes, sha256 } = readBytes(path, join(folder, path), buffer);
  return { ...shared, kind: 'file', isExecutable: (mode & 0o111) !== 0, bytes, sha256 };
}

function readBytes(path: string, from: string, buffer: Buffer): { bytes: number; sha256: string } {
  const source = openSync(from, readFlags);
  try {
    const status = fstatSync(source);
    refuseOdd(path, status);
    if (!status.isFile()) throw new OddTreeError(`${path} is being replaced`);
    const hash = createHash('sha256');
    let bytes = 0;
    for (let length = readSync(source, buffer); length > 0; length = readSync(source, buffer)) {
      hash.update(buffer.subarray(0, length));
      bytes += length;
    }
    return { bytes, sha256: hash.digest('hex') };
  } finally {
    closeSync(source);
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
