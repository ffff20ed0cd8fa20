// path.contained: decides whether a host folder may be shown to a guest. Trusts the person who names it to mean a project,
// and refuses what nobody means: a whole home, the system, our own state, a link that somebody may have put there.
import { dirname, resolve } from 'node:path';
import { PymcpError } from '../core/errors.js';
import { protectionOf } from '../core/protected-paths.js';
import { findRefusal, isInside } from '../core/refused-folders.js';
import type { Workspace, WorkspaceAccess, WorkspacePath } from '../core/workspace.js';
import { listAccounts, listHomes } from '../host/accounts.js';
import { inspectPath, isPermitted, realpath } from '../host/files.js';
import { listOwnFolders } from '../host/own-folders.js';
import { packageRoot } from '../host/package-root.js';
import { currentIdentity } from '../host/process-identity.js';
import { toByteString, WalkedFolder } from '../host/walked-folder.js';

const nameProject = 'name the folder of one project, e.g. ~/projects/name';

/**
 * @param folder as a person writes it, absolute or relative to the working folder
 * @throws PymcpError `workspace.refused`
 */
export async function openWorkspace(folder: string, access: WorkspaceAccess): Promise<Workspace> {
  const path = await findFolder(folder);
  refuseSystemFolder(path);
  await refuseHome(path);
  await refuseOwnFolders(path, access);
  refuseProtectedFolder(path, access);
  const owner = await refuseUnreachable(path, access);
  return { path: path as WorkspacePath, access, owner, ...identify(path) };
}

/**
 * A folder of our own state that was just made for one jail to write in, and goes with it: what stands in the way of the workspace of a
 * person does not hold for it. @throws PymcpError `workspace.refused` where the guest could not be let in
 */
export async function openMadeFolder(folder: string): Promise<Workspace> {
  const path = await realpath(folder);
  const owner = await refuseUnreachable(path, 'writable');
  return { path: path as WorkspacePath, access: 'writable', owner, ...identify(path) };
}

function refuse(path: string, why: string, hint: string): never {
  throw new PymcpError('workspace.refused', `${JSON.stringify(path)} cannot be the workspace: ${why}`, hint);
}

async function findFolder(folder: string): Promise<string> {
  const checkPath = 'check the path';
  if (folder === '' || folder.includes('\0')) return refuse(folder, 'it is no path', checkPath);
  // Without a trailing slash, which would make the kernel follow a link.
  const path = resolve(folder);
  const found = await inspectPath(path);
  if (found === null) return refuse(folder, 'there is no such folder', 'make it first, or check the path');
  const real = await realpath(path).catch(() => null);
  if (found.isLink) {
    const hint = real === null ? checkPath : `name what it leads to: ${real}`;
    return refuse(folder, 'it is a symbolic link, and what it leads to can change', hint);
  }
  if (!found.isFolder) return refuse(folder, 'it is not a folder', 'name the folder that holds it');
  return real ?? refuse(folder, 'it cannot be reached', checkPath);
}

function refuseSystemFolder(path: string): void {
  const refusal = findRefusal(path);
  if (refusal !== null) refuse(path, refusal.reason, refusal.hint);
}

async function refuseHome(path: string): Promise<void> {
  for (const home of await realPaths(listHomes())) {
    if (path === home) refuse(path, 'it is a home folder, with keys and settings in it', nameProject);
    if (isInside(home, path)) refuse(path, `it holds the home folder ${home}`, nameProject);
  }
}

async function refuseOwnFolders(path: string, access: WorkspaceAccess): Promise<void> {
  for (const own of await realPaths(listOwnFolders())) {
    if (isInside(path, own) || isInside(own, path))
      refuse(path, `isolated-pymcp keeps its own state in ${own}`, nameProject);
  }
  // What a guest may only read holds no secret: our code is public. What it may write would be run by the host.
  const code = await realpath(packageRoot());
  if (access === 'writable' && (isInside(path, code) || isInside(code, path)))
    refuse(
      path,
      `isolated-pymcp itself is installed in ${code}`,
      'leave --writable out, or name another folder',
    );
}

/** A folder below `.ssh` is as secret as `.ssh` in a workspace is; one below `.git` is run by the host as `.git` is. */
function refuseProtectedFolder(path: string, access: WorkspaceAccess): void {
  for (const name of path.split('/').slice(1)) {
    const protection = protectionOf(toByteString(name));
    if (protection === 'masked')
      refuse(path, `${name} is a place for secrets, which no guest sees`, nameProject);
    if (protection === 'read-only' && access === 'writable' && path.endsWith(`/${name}`))
      refuse(path, `the host obeys what stands in ${name}`, 'leave --writable out, or name another folder');
  }
}

/** @returns the owner where the guest has to be shown the folder as its own */
async function refuseUnreachable(path: string, access: WorkspaceAccess): Promise<Workspace['owner']> {
  const { uid, gid } = (await inspectPath(path)) ?? refuse(path, 'it is gone', 'check the path');
  if (currentIdentity().uid === 0) {
    const needsOwner = access === 'writable' || !(await isOpenToAll(path));
    return needsOwner ? { uid, gid } : null;
  }
  const asOwner = `run pymcp as its owner: ${toOwnerCommand(uid)}`;
  if (!(await isPermitted(path, 'read'))) refuse(path, 'you may not read it', asOwner);
  if (access === 'writable' && !(await isPermitted(path, 'write')))
    refuse(path, 'you may not write to it', asOwner);
  return null;
}

/** user.mcp: under root the guest is somebody who owns nothing, so only what everybody may do counts. */
async function isOpenToAll(path: string): Promise<boolean> {
  for (let folder = path; folder !== '/'; folder = dirname(folder)) {
    const wanted = folder === path ? 0o005 : 0o001;
    const mode = (await inspectPath(folder))?.mode ?? 0;
    if ((mode & wanted) !== wanted) return false;
  }
  return true;
}

function toOwnerCommand(uid: number): string {
  const name = listAccounts().find((account) => account.uid === uid)?.name;
  return `sudo -u ${name ?? `'#${uid}'`} pymcp …`;
}

function identify(path: string): { device: bigint; inode: bigint } {
  const folder = WalkedFolder.open(path);
  try {
    if (folder.path !== path) refuse(path, 'it is being replaced by something else', 'run it again');
    const { device, inode } = folder.status;
    return { device, inode };
  } finally {
    folder.close();
  }
}

/** Of those that exist. */
async function realPaths(paths: readonly string[]): Promise<string[]> {
  const found = await Promise.all(paths.map((path) => realpath(path).catch(() => null)));
  return found.filter((path) => path !== null);
}
