// The place of the one socket at which this user's gateway is found: `<runtime>/isolated-pymcp/serve/gateway.sock`.
// auth.token: the folder is 0700 from its birth and the socket 0600 before it has its name, so that the kernel lets this user
// (and root) in and nobody else, at no moment (unix(7), "Pathname socket ownership and permissions").
import { randomBytes } from 'node:crypto';
import type { Stats } from 'node:fs';
import { link, lstat, rename, rmdir, unlink } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { PymcpError } from '../core/errors.js';
import { chmod, mkdir } from './files.js';
import { hasCode } from './errno.js';
import { currentIdentity } from './process-identity.js';
import { listRuntimeParents, openRuntimeParent, whileOthersTidyUp } from './runtime-parent.js';

const folderName = 'serve';
const socketName = 'gateway.sock';
const mostAttempts = 5;
/** A gateway that lives takes a connection at once; the kernel does it for it. */
const answerMs = 2_000;

export interface SocketPlace {
  /** Where a server is to be bound; nobody looks there. */
  readonly bindPath: string;
  /** Gives the bound socket its name. @throws PymcpError `gateway.already-running` */
  readonly publish: () => Promise<string>;
  /** Takes the name away again, if it is still ours. */
  readonly remove: () => Promise<void>;
}

/** @throws PymcpError `host.runtime-folder` */
export async function prepareSocket(): Promise<SocketPlace> {
  const folder = await openFolder();
  const bindPath = join(folder, `${randomBytes(8).toString('hex')}.sock`);
  const path = join(folder, socketName);
  let inode: bigint | null = null;
  return {
    bindPath,
    publish: async () => {
      await chmod(bindPath, 0o600);
      await giveName(bindPath, path);
      inode = await inodeOf(path);
      await unlink(bindPath);
      return path;
    },
    remove: async () => {
      if (inode !== null && (await inodeOf(path)) === inode) await unlink(path);
      await unlink(bindPath).catch(ignoreAbsence);
      await rmdir(folder).catch(ignoreUse);
    },
  };
}

/** The socket of the gateway that this user serves; null where there is none that could be trusted. */
export async function findSocket(): Promise<string | null> {
  for (const parent of await listRuntimeParents('gateway')) {
    const folder = join(parent, folderName);
    if ((await isPrivate(folder)) && (await isPrivate(join(folder, socketName))))
      return join(folder, socketName);
  }
  return null;
}

function openFolder(): Promise<string> {
  return whileOthersTidyUp(async () => {
    const folder = join(await openRuntimeParent('gateway'), folderName);
    await mkdir(folder, { mode: 0o700 }).catch((error: unknown) => {
      if (!hasCode(error, 'EEXIST')) throw error;
    });
    // Looked at once: another may remove it and make it again at any moment.
    const found = await look(folder);
    if (found === null) return null;
    if (isOurs(found)) return folder;
    throw new PymcpError(
      'host.runtime-folder',
      `the folder ${folder} is not one that only this user can open`,
      `remove it: rm -r ${folder}`,
    );
  });
}

/** link(2) fails where the name is taken, so that of two gateways that start at once one gets it. */
async function giveName(bindPath: string, path: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await link(bindPath, path);
      return;
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error;
    }
    if (attempt === mostAttempts || (await isAnswered(path))) throw alreadyRunning(path);
    await removeStale(path);
  }
}

/** Of a gateway that was killed. Taken aside first: what another has put there meanwhile is put back. */
async function removeStale(path: string): Promise<void> {
  const aside = `${path}.${randomBytes(8).toString('hex')}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return;
    throw error;
  }
  if (await isAnswered(aside)) await link(aside, path).catch(ignoreUse);
  await unlink(aside);
}

function isAnswered(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ path, timeout: answerMs });
    const end = (isThere: boolean) => (): void => {
      socket.destroy();
      resolve(isThere);
    };
    // Too many that wait to be taken is an answer too.
    socket.once('connect', end(true)).once('timeout', end(true));
    socket.once('error', (error) => {
      end(hasCode(error, 'EAGAIN'))();
    });
  });
}

async function isPrivate(path: string): Promise<boolean> {
  const found = await look(path);
  return found !== null && isOurs(found);
}

function isOurs({ uid, mode }: Stats): boolean {
  return uid === currentIdentity().uid && (mode & 0o077) === 0 && (mode & 0o170000) !== 0o120000;
}

/** Links are not followed. null where it is not there. */
async function look(path: string): Promise<Stats | null> {
  try {
    return await lstat(path);
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR', 'EACCES')) return null;
    throw error;
  }
}

async function inodeOf(path: string): Promise<bigint | null> {
  try {
    return (await lstat(path, { bigint: true })).ino;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}

function alreadyRunning(path: string): PymcpError {
  return new PymcpError(
    'gateway.already-running',
    `another gateway of this user serves at ${path}`,
    'join it with `pymcp stdio --attach`, stop it, or leave the socket to it with --no-socket',
  );
}

function ignoreAbsence(error: unknown): void {
  if (!hasCode(error, 'ENOENT')) throw error;
}

function ignoreUse(): void {
  // Another gateway is there, or it is gone already: both are as they should be.
}
