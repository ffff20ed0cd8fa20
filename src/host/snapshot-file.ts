// A file of a person's settings as it is now, so that it can be replaced only if nobody changed it since (see
// replace-file.ts). Links are followed, because people keep their settings in a repository of dotfiles; odd things are not.
import { constants } from 'node:fs';
import { lstat, open, realpath } from 'node:fs/promises';
import { hasCode } from './errno.js';

export interface PresentFile {
  readonly kind: 'present';
  /** What is really written: links are resolved. */
  readonly path: string;
  readonly bytes: Buffer;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Differs once the file was changed or replaced. */
  readonly stamp: string;
}

export type FileSnapshot =
  | PresentFile
  | { readonly kind: 'absent'; readonly path: string }
  | { readonly kind: 'refused'; readonly path: string; readonly why: OddFile };

export type OddFile = 'link-to-nothing' | 'not-regular' | 'too-large' | 'read-only' | 'hard-linked';

/** @throws as node:fs does where the path cannot be reached or read */
export async function snapshotFile(path: string, maxBytes: number): Promise<FileSnapshot> {
  const real = await findReal(path);
  if (real === null) return { kind: 'absent', path };
  if (real === 'link-to-nothing') return { kind: 'refused', path, why: real };
  // O_NONBLOCK: opening a FIFO must not wait for a writer.
  const file = await open(real, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
  try {
    const status = await file.stat({ bigint: true });
    const refuse = (why: OddFile): FileSnapshot => ({ kind: 'refused', path: real, why });
    if (!status.isFile()) return refuse('not-regular');
    if (status.size > maxBytes) return refuse('too-large');
    // Also under root, which no mode stops: who takes all write permissions away means it.
    if ((status.mode & 0o222n) === 0n) return refuse('read-only');
    // A new file in its place would leave the other names with the old content.
    if (status.nlink > 1n) return refuse('hard-linked');
    return {
      kind: 'present',
      path: real,
      bytes: await file.readFile(),
      mode: Number(status.mode & 0o7777n),
      uid: Number(status.uid),
      gid: Number(status.gid),
      stamp: toStamp(status),
    };
  } finally {
    await file.close();
  }
}

/** Whether the path is still what the snapshot was taken of. */
export async function isUnchanged({ path, stamp }: PresentFile): Promise<boolean> {
  try {
    return toStamp(await lstat(path, { bigint: true })) === stamp;
  } catch {
    return false;
  }
}

export interface StampedStatus {
  readonly dev: bigint;
  readonly ino: bigint;
  readonly size: bigint;
  readonly mode: bigint;
  readonly mtimeNs: bigint;
  readonly ctimeNs: bigint;
}

/** Differs once the file was changed or replaced. */
export function toStamp({ dev, ino, size, mode, mtimeNs, ctimeNs }: StampedStatus): string {
  return [dev, ino, size, mode, mtimeNs, ctimeNs].join(':');
}

async function findReal(path: string): Promise<string | null> {
  try {
    return await realpath(path);
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
    const isThere = await lstat(path).then(
      () => true,
      () => false,
    );
    return isThere ? 'link-to-nothing' : null;
  }
}
