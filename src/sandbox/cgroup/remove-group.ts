// Ends and removes groups of ours. jail.once: nothing of a run survives it, its groups neither.
import { setTimeout as delay } from 'node:timers/promises';
import {
  fileExists,
  killProcess,
  listFolders,
  readControlFile,
  readControlFileNow,
  removeGroupFolderNow,
  writeControlFile,
} from '../../host/cgroup-fs.js';
import { errnoOf } from '../../host/errno.js';

const patienceMs = 2000;

/**
 * Removes an empty group, waiting while the kernel still counts a dying process in it.
 * @throws the system's error where it is not gone in about 2 s
 */
export async function removeGroup(folder: string, deadline = Date.now() + patienceMs): Promise<void> {
  for (let pauseMs = 1; ; pauseMs = Math.min(pauseMs * 2, 50)) {
    try {
      removeGroupFolderNow(folder);
      return;
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') return;
      if (errnoOf(error) !== 'EBUSY' || Date.now() > deadline) throw error;
    }
    await delay(pauseMs);
  }
}

/** Ends every process in a group of ours and in the groups below, then removes them. */
export async function endGroup(folder: string, deadline = Date.now() + patienceMs): Promise<void> {
  if (!fileExists(folder)) return;
  const killFile = `${folder}/cgroup.kill`;
  // v2, kernel 5.14 and later: the whole subtree, forks in flight included (cgroup-v2.rst).
  if (fileExists(killFile)) await ignoreGone(writeControlFile(killFile, '1'));
  for (const name of await ignoreGone(listFolders(folder), [])) await endGroup(`${folder}/${name}`, deadline);
  await killMembers(folder, deadline);
  await removeGroup(folder, deadline);
}

/** As `endGroup`, and the group stays. */
export async function endMembers(folder: string): Promise<void> {
  const killFile = `${folder}/cgroup.kill`;
  if (fileExists(killFile)) await ignoreGone(writeControlFile(killFile, '1'));
  await killMembers(folder, Date.now() + patienceMs);
}

/** Reads again until empty: a member may fork between the reading and the signal. */
async function killMembers(folder: string, deadline: number): Promise<void> {
  for (let pauseMs = 1; ; pauseMs = Math.min(pauseMs * 2, 50)) {
    const members = parsePids(await ignoreGone(readControlFile(`${folder}/cgroup.procs`), ''));
    if (members.length === 0 || Date.now() > deadline) return;
    for (const pid of members) if (isMember(pid, folder)) killProcess(pid);
    await delay(pauseMs);
  }
}

/** 0 stands for a process in a pid namespace that we cannot see: no id, no signal. */
export function parsePids(text: string): readonly number[] {
  return text
    .split('\n')
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid);
}

/** Asked just before the signal: the id may have passed to a process that is not ours. */
function isMember(pid: number, folder: string): boolean {
  try {
    const tail = folder.slice(folder.indexOf('/isolated-pymcp-'));
    return readControlFileNow(`/proc/${pid}/cgroup`).includes(`${tail}\n`);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ESRCH') return false;
    throw error;
  }
}

async function ignoreGone(work: Promise<void>): Promise<void>;
async function ignoreGone<T>(work: Promise<T>, otherwise: T): Promise<T>;
async function ignoreGone<T>(work: Promise<T>, otherwise?: T): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ENODEV') return otherwise;
    throw error;
  }
}
