// path.contained: files put into a workspace by paths that others chose, while guests may change it: each part is opened by the
// descriptor of the one before (openat(2) by way of /proc/self/fd), no link is followed, and a file is new or, where that is
// wanted, takes the place of another. What has a second name elsewhere is never written through.
import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, rename, unlink } from 'node:fs/promises';
import { whyNotContained } from '../core/contained-path.js';
import { PymcpError } from '../core/errors.js';
import type { Workspace } from '../core/workspace.js';
import { errnoOf, hasCode } from './errno.js';

export interface Planted {
  /** Why it was not put there, to stand after "it"; null where it was. */
  readonly why: string | null;
}

export interface PlantedFolder {
  /** @throws as node:fs does where the disk is full */
  readonly plant: (path: string, bytes: Buffer, where: 'keep' | 'replace') => Promise<Planted>;
  readonly close: () => Promise<void>;
}

type Owner = Workspace['owner'];

const folderFlags = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;
const newFile = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/** @throws PymcpError `workspace.changed` where another folder stands there */
export async function openPlantedFolder({ path, device, inode, owner }: Workspace): Promise<PlantedFolder> {
  const root = await open(path, folderFlags);
  const { dev, ino } = await root.stat({ bigint: true });
  if (dev !== device || ino !== inode) {
    await root.close();
    throw new PymcpError(
      'workspace.changed',
      'the workspace is another folder than it was',
      'start the server again',
    );
  }
  return {
    plant: (name, bytes, where) => plant(root, name, { bytes, where, owner }),
    close: () => root.close(),
  };
}

interface Planting {
  readonly bytes: Buffer;
  readonly where: 'keep' | 'replace';
  readonly owner: Owner;
}

async function plant(root: FileHandle, path: string, planting: Planting): Promise<Planted> {
  const why = whyNotContained(path);
  if (why !== null) return { why };
  const parts = path.split('/');
  const name = parts.pop() ?? '';
  const opened: FileHandle[] = [];
  try {
    let folder = root;
    for (const part of parts) {
      folder = await enter(folder, part, planting.owner);
      opened.push(folder);
    }
    return await putFile(folder, name, planting);
  } catch (error) {
    if (hasCode(error, 'ELOOP', 'ENOTDIR')) return { why: 'lies below what is no folder, or a link' };
    if (['EACCES', 'EPERM', 'EROFS'].includes(errnoOf(error))) return { why: 'may not be written there' };
    throw error;
  } finally {
    for (const folder of opened) await folder.close();
  }
}

async function enter(folder: FileHandle, name: string, owner: Owner): Promise<FileHandle> {
  const path = below(folder, name);
  const isNew = await mkdir(path).then(
    () => true,
    (error: unknown) => {
      if (!hasCode(error, 'EEXIST')) throw error;
      return false;
    },
  );
  const inner = await open(path, folderFlags);
  if (isNew && owner !== null) await inner.chown(owner.uid, owner.gid);
  return inner;
}

async function putFile(folder: FileHandle, name: string, planting: Planting): Promise<Planted> {
  const place = below(folder, name);
  try {
    if (planting.where === 'keep') await writeNew(place, planting);
    else await replace(place, below(folder, `.pymcp-import-${randomUUID()}`), planting);
    return { why: null };
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return { why: 'is there already' };
    if (hasCode(error, 'EISDIR', 'ENOTEMPTY')) return { why: 'is a folder there' };
    throw error;
  }
}

/** All of it or nothing. */
async function writeNew(path: string, { bytes, owner }: Planting): Promise<void> {
  const file = await open(path, newFile, 0o644);
  try {
    await file.writeFile(bytes);
    if (owner !== null) await file.chown(owner.uid, owner.gid);
  } catch (error) {
    await unlink(path).catch(() => undefined);
    throw error;
  } finally {
    await file.close();
  }
}

/** rename(2) takes the place of a link or of a second name, and writes through neither. */
async function replace(place: string, draft: string, planting: Planting): Promise<void> {
  await writeNew(draft, planting);
  await rename(draft, place).catch(async (error: unknown) => {
    await unlink(draft).catch(() => undefined);
    throw error;
  });
}

const below = (folder: FileHandle, name: string): string => `/proc/self/fd/${folder.fd}/${name}`;
