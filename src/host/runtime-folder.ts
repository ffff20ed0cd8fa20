// A template's private folder for its socket and staged files: `<runtime>/isolated-pymcp/gw-<pid>-<start time>-<random>/`,
// named for the gateway that it belongs to.
// fail.closed: a folder that somebody else could have prepared is refused.
import { randomBytes } from 'node:crypto';
import { cp, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PymcpError } from '../core/errors.js';
import { chmod, exists, inspectPath, mkdir, readdir, readKernelFile, rm } from './files.js';
import { currentIdentity } from './process-identity.js';

export interface RuntimeFolder {
  readonly path: string;
  /** Removes it with all its content. */
  readonly remove: () => Promise<void>;
}

const mostAttempts = 5;

/**
 * Makes the folder, after removing those of gateways that are gone.
 * @throws PymcpError `host.runtime-folder` where no safe place is to be had
 */
export async function openRuntimeFolder(): Promise<RuntimeFolder> {
  for (let attempt = 1; ; attempt += 1) {
    const parent = await openParent();
    try {
      const path = await makeFolder(parent);
      return { path, remove: () => removeFolder(path, parent) };
    } catch (error) {
      // The last of the other gateways has taken the parent with it in between.
      if (attempt === mostAttempts || !hasCode(error, 'ENOENT')) throw error;
    }
  }
}

/**
 * Copies a folder of ours to where the guest identity can read it; its origin may lie in a closed home folder.
 * @throws PymcpError `host.runtime-folder` where there is no room
 */
export async function stageFolder(source: string, target: string): Promise<void> {
  try {
    await cp(source, target, {
      recursive: true,
      filter: (path) => !path.endsWith('/tests') && !path.endsWith('/__pycache__'),
    });
  } catch (cause) {
    throw new PymcpError(
      'host.runtime-folder',
      `the guest program could not be copied to ${target}: ${cause instanceof Error ? cause.message : String(cause)}`,
      'free some space there (df shows how much is left), or set XDG_RUNTIME_DIR to a folder of your own elsewhere',
      { cause },
    );
  }
  // Whatever the umask and the modes of the origin were.
  for (const name of await readdir(target, { recursive: true })) {
    const path = join(target, name);
    await chmod(path, (await inspectPath(path))?.isFolder === true ? 0o755 : 0o644);
  }
  await chmod(target, 0o755);
}

/** Clock ticks after boot at which a process started (field 22 of proc_pid_stat(5)); null where it is gone. */
export function startTimeOf(pid: number): string | null {
  const text = readKernelFile(`/proc/${pid}/stat`);
  // The second field is the program's name in parentheses and may itself hold spaces and parentheses.
  return text?.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}

async function makeFolder(parent: string): Promise<string> {
  await sweep(parent);
  // One gateway may have several at once, one for each template.
  const random = randomBytes(4).toString('hex');
  const path = join(parent, `gw-${process.pid}-${startTimeOf(process.pid) ?? '0'}-${random}`);
  await mkdir(path, { mode: folderMode() });
  await chmod(path, folderMode());
  return path;
}

/** The last gateway takes the parent with it: nothing of us stays. */
async function removeFolder(path: string, parent: string): Promise<void> {
  await rm(path, { recursive: true, force: true });
  await rmdir(parent).catch(ignoreUseOfOthers);
}

function ignoreUseOfOthers(): void {
  // Not empty, or gone already: both are as they should be.
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

/** Root's sandboxes have another user id, which must be able to pass; nobody else learns the names below. */
function folderMode(): number {
  return currentIdentity().uid === 0 ? 0o711 : 0o700;
}

async function openParent(): Promise<string> {
  const own = currentIdentity();
  const reasons: string[] = [];
  for (const base of await candidates(own.uid)) {
    const path = join(base.folder, base.name);
    try {
      await mkdir(path, { mode: folderMode() });
      await chmod(path, folderMode());
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) {
        reasons.push(error instanceof Error ? error.message : String(error));
        continue;
      }
    }
    const found = await inspectPath(path);
    if (found?.isFolder === true && found.uid === own.uid && (found.mode & 0o022) === 0) return path;
    reasons.push(`${path} is not a folder that only user ${own.uid} can change`);
  }
  throw new PymcpError(
    'host.runtime-folder',
    `there is no private folder for the gateway's socket: ${reasons.join('; ')}`,
    'set XDG_RUNTIME_DIR to a folder of your own with mode 0700, or remove the named one',
  );
}

async function candidates(uid: number): Promise<{ folder: string; name: string }[]> {
  const found = [];
  if (uid === 0) found.push({ folder: '/run', name: 'isolated-pymcp' });
  else {
    // Some clients start servers without XDG_RUNTIME_DIR.
    for (const folder of [process.env['XDG_RUNTIME_DIR'], `/run/user/${uid}`]) {
      if (folder?.startsWith('/') === true && (await exists(folder)))
        found.push({ folder, name: 'isolated-pymcp' });
    }
  }
  found.push({ folder: tmpdir(), name: `isolated-pymcp-${uid}` });
  return found;
}

async function sweep(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const match = /^gw-(\d+)-(\d+)(?:-[0-9a-f]+)?$/.exec(name);
    if (match?.[1] === undefined || startTimeOf(Number(match[1])) === match[2]) continue;
    await rm(join(parent, name), { recursive: true, force: true });
  }
}
