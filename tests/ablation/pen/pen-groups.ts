// The control groups of a pen: below the one that this process is in, with hard limits that only root can loosen. What is in the
// pen may make groups of its own below them where it is to have some: the folder is handed over, its limits are not.
import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { locateGroup } from '../../../src/sandbox/cgroup/locate-group.js';
import { parseMountinfo } from '../../../src/sandbox/cgroup/parse-mountinfo.js';
import { parseProcCgroup } from '../../../src/sandbox/cgroup/parse-proc-cgroup.js';

/** Files and values of cgroup v1. */
const limits = {
  memory: [['memory.limit_in_bytes', String(1536 * 1024 * 1024)]],
  pids: [['pids.max', '1500']],
  cpu: [['cpu.cfs_quota_us', '200000']],
} as const;

export interface PenGroups {
  /** Where a process enters: each takes a `0`. */
  readonly membershipFiles: readonly string[];
  remove(): Promise<void>;
}

/** @param owner of the folders; null where nobody below is to make groups. Both are ids of the host. */
export function makePenGroups(name: string, owner: number | null): PenGroups {
  const folders = (Object.keys(limits) as (keyof typeof limits)[]).map((controller) => {
    const folder = join(ownGroup(controller), name);
    mkdirSync(folder);
    for (const [file, value] of limits[controller]) writeFileSync(join(folder, file), value);
    if (owner !== null) chownSync(folder, owner, owner);
    return folder;
  });
  return {
    membershipFiles: folders.map((folder) => join(folder, 'cgroup.procs')),
    async remove() {
      for (const folder of folders) await removeTree(folder);
    },
  };
}

/** @throws Error where this machine has no such hierarchy of cgroup v1 */
function ownGroup(controller: string): string {
  const mounts = parseMountinfo(readFileSync('/proc/self/mountinfo', 'utf8'));
  const memberships = parseProcCgroup(readFileSync('/proc/self/cgroup', 'utf8'));
  const own = memberships.find(({ controllers }) => controllers.includes(controller));
  const folder = own === undefined ? undefined : locateGroup(mounts, controller, own.path);
  if (folder === undefined) throw new Error(`the pen needs cgroup v1's ${controller}`);
  return folder;
}

const mostAttempts = 200;

/** Its processes have been killed and go one after the other. */
async function removeTree(folder: string): Promise<void> {
  for (const entry of existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [])
    if (entry.isDirectory()) await removeTree(join(folder, entry.name));
  for (let attempt = 1; existsSync(folder); attempt += 1) {
    try {
      rmdirSync(folder);
    } catch (error) {
      if (attempt === mostAttempts) throw error;
      await delay(25);
    }
  }
}
