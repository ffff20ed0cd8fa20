// The folder of this user's gateways for what lasts as long as they run: sockets, staged files.
// fail.closed: a folder that somebody else could have prepared is refused.
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PymcpError } from '../core/errors.js';
import { messageOf } from '../core/message-of.js';
import { chmod, exists, inspectPath, mkdir, openFolder } from './files.js';
import { hasCode } from './errno.js';
import { currentIdentity } from './process-identity.js';

/** Root's sandboxes have another user id, which must be able to pass; nobody else learns the names below. */
export function folderMode(): number {
  return currentIdentity().uid === 0 ? 0o711 : 0o700;
}

/** `gateway`: for this user alone. `guests`: sandboxes, which are another user where the gateway is root, must be able to pass. */
export type PassedBy = 'gateway' | 'guests';

/** @throws PymcpError `host.runtime-folder` where no safe place is to be had */
export async function openRuntimeParent(passedBy: PassedBy): Promise<string> {
  const own = currentIdentity();
  const reasons: string[] = [];
  for (const base of await listCandidates(own.uid, passedBy)) {
    const path = join(base.folder, base.name);
    const { why } = await makeOwn(path, own.uid).catch((error: unknown) => ({ why: messageOf(error) }));
    if (why === null) return path;
    reasons.push(why);
  }
  throw new PymcpError(
    'host.runtime-folder',
    `there is no private folder for the gateway's socket: ${reasons.join('; ')}`,
    'set XDG_RUNTIME_DIR to a folder of your own with mode 0700, or remove the named one',
  );
}

const mostAttempts = 100;

/**
 * The last gateway takes folders with it, and another makes them again: what one finds can be gone a moment later.
 * @param work null, or ENOENT, where something was gone: it is done again @throws as it does
 */
export async function whileOthersTidyUp<Result>(work: () => Promise<Result | null>): Promise<Result> {
  for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
    try {
      const result = await work();
      if (result !== null) return result;
    } catch (error) {
      if (attempt === mostAttempts || !hasCode(error, 'ENOENT')) throw error;
    }
  }
  throw new Error('what is made is removed by others again and again');
}

/** A folder that this user alone can change, made where there is none. @returns why it is none; null where it is */
async function makeOwn(path: string, uid: number): Promise<{ readonly why: string | null }> {
  return whileOthersTidyUp(async () => {
    await makeIfAbsent(path);
    const found = await inspectPath(path);
    if (found === null) return null;
    const isOwn = found.isFolder && found.uid === uid && (found.mode & 0o022) === 0;
    return { why: isOwn ? null : `${path} is not a folder that only user ${uid} can change` };
  });
}

async function makeIfAbsent(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: folderMode() });
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return;
    throw error;
  }
  // Whatever the umask is. By descriptor: where everybody may write, a link could be there by now.
  const folder = await openFolder(path);
  try {
    await chmod(folder.descriptorPath, folderMode());
  } finally {
    await folder.close();
  }
}

/** Where one could be, whether or not it is there. */
export async function listRuntimeParents(passedBy: PassedBy): Promise<string[]> {
  const candidates = await listCandidates(currentIdentity().uid, passedBy);
  return candidates.map(({ folder, name }) => join(folder, name));
}

async function listCandidates(uid: number, passedBy: PassedBy): Promise<{ folder: string; name: string }[]> {
  const found = [];
  // That of root is closed to its guests (/run/user/0). Some clients start servers without XDG_RUNTIME_DIR.
  const named = uid === 0 && passedBy === 'guests' ? undefined : process.env['XDG_RUNTIME_DIR'];
  for (const folder of [named, uid === 0 ? '/run' : `/run/user/${uid}`]) {
    if (folder?.startsWith('/') === true && (await isOwn(folder, uid)))
      found.push({ folder, name: 'isolated-pymcp' });
  }
  found.push({ folder: tmpdir(), name: `isolated-pymcp-${uid}` });
  return found;
}

/** sudo may hand root the folder of a user, who could put another in the place of ours. */
async function isOwn(folder: string, uid: number): Promise<boolean> {
  return uid === 0 ? (await inspectPath(folder))?.uid === 0 : exists(folder);
}
