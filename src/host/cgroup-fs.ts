// The door to the kernel's control files (cgroup file systems and /proc). Thin on purpose: no rule lives here.
// kernfs files are written through a plain O_WRONLY open: never created, never truncated.
import {
  chmodSync,
  chownSync,
  closeSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmdirSync,
  writeSync,
} from 'node:fs';
import { chmod, mkdir, open, readdir, readFile, readlink, rmdir } from 'node:fs/promises';
import { errnoOf } from './errno.js';

export function readControlFile(path: string): Promise<string> {
  return readFile(path, 'utf8');
}

/** For polling: no promise, no thread pool; control files never block. */
export function readControlFileNow(path: string): string {
  return readFileSync(path, 'utf8');
}

/** One write(2): the kernel takes a control file's value from a single write. */
export async function writeControlFile(path: string, value: string): Promise<void> {
  const file = await open(path, constants.O_WRONLY);
  try {
    await file.write(value);
  } finally {
    await file.close();
  }
}

export function writeControlFileNow(path: string, value: string): void {
  const descriptor = openSync(path, constants.O_WRONLY);
  try {
    writeSync(descriptor, value);
  } finally {
    closeSync(descriptor);
  }
}

/** Open to everybody whatever the umask: the guests' user id must reach the leaf that it joins. */
export async function makeGroupFolder(path: string): Promise<void> {
  await mkdir(path);
  await chmod(path, 0o755);
}

/** For a group that a run waits for: in the thread pool it would take longer to be asked for than to be done. */
export function makeGroupFolderNow(path: string): void {
  mkdirSync(path);
  chmodSync(path, 0o755);
}

export function removeGroupFolderNow(path: string): void {
  rmdirSync(path);
}

export async function removeGroupFolder(path: string): Promise<void> {
  await rmdir(path);
}

export function setFileOwner(path: string, uid: number, gid: number): void {
  chownSync(path, uid, gid);
}

/** Names of everything directly in it. */
export function listEntries(path: string): Promise<readonly string[]> {
  return readdir(path);
}

/** Names of the folders directly below; a control group's folders are its children. */
export async function listFolders(path: string): Promise<readonly string[]> {
  const entries = await readdir(path, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}

export function ownerOf(path: string): number {
  return lstatSync(path).uid;
}

export function fileExists(path: string): boolean {
  return existsSync(path);
}

export function readSymlink(path: string): Promise<string> {
  return readlink(path);
}

/** SIGKILL by process id. A process that is gone already is a success. */
export function killProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (errnoOf(error) !== 'ESRCH') throw error;
  }
}
