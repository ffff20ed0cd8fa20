// The control groups of a pen, with hard limits that only root can loosen. On cgroup v1 they lie below the group that this process is
// in, and what is in the pen may make groups of its own below them where it is to have some: the folder is handed over, its limits are
// not. On v2 nothing but the top of the tree may hold groups beside processes, and nothing is handed over.
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { locateGroup } from '../../../src/sandbox/cgroup/locate-group.js';
import { parseMountinfo } from '../../../src/sandbox/cgroup/parse-mountinfo.js';
import { parseProcCgroup } from '../../../src/sandbox/cgroup/parse-proc-cgroup.js';

const memory = String(1536 * 1024 * 1024);
const limits = {
  memory: [['memory.limit_in_bytes', memory]],
  pids: [['pids.max', '1500']],
  cpu: [['cpu.cfs_quota_us', '200000']],
} as const;
const unifiedLimits = [
  ['memory.max', memory],
  ['pids.max', '1500'],
  ['cpu.max', '200000 100000'],
] as const;

export interface PenGroups {
  /** Where a process enters: each takes a `0`. */
  readonly membershipFiles: readonly string[];
  remove(): Promise<void>;
}

/** Whether what is in a pen can have control groups of its own on this machine. */
export const canHandOver = (): boolean => findV1('memory') !== undefined;

const prefix = 'pymcp-pen-';

/** Those of a test run that was killed. */
export async function sweepPenGroups(): Promise<void> {
  const parents = canHandOver()
    ? Object.keys(limits).flatMap((controller) => findV1(controller) ?? [])
    : mounts().flatMap(({ version, mountPoint }) => (version === 2 ? [mountPoint] : []));
  for (const parent of parents)
    for (const name of readdirSync(parent)) {
      const [, owner] = name.match(/^pymcp-pen-(\d+)-/) ?? [];
      if (owner !== undefined && !existsSync(`/proc/${owner}`)) await removeTree(join(parent, name));
    }
}

/** @param number of the pens of this process. @param owner of the folders; null where nobody below is to make groups. Ids of the host. */
export function makePenGroups(number: number, owner: number | null): PenGroups {
  const name = `${prefix}${process.pid}-${number}`;
  const folders = canHandOver() ? makeV1(name, owner) : [makeUnified(name)];
  return {
    membershipFiles: folders.map((folder) => join(folder, 'cgroup.procs')),
    async remove() {
      for (const folder of folders) await removeTree(folder);
    },
  };
}

function makeV1(name: string, owner: number | null): string[] {
  return (Object.keys(limits) as (keyof typeof limits)[]).map((controller) => {
    const own = findV1(controller);
    if (own === undefined) throw new Error(`the pen needs cgroup v1's ${controller}`);
    const folder = join(own, name);
    mkdirSync(folder);
    for (const [file, value] of limits[controller]) writeFileSync(join(folder, file), value);
    if (owner !== null) chownSync(folder, owner, owner);
    return folder;
  });
}

function makeUnified(name: string): string {
  const top = mounts().find(({ version }) => version === 2);
  if (top === undefined) throw new Error('the pen needs control groups');
  const folder = join(top.mountPoint, name);
  mkdirSync(folder);
  for (const [file, value] of unifiedLimits)
    if (existsSync(join(folder, file))) writeFileSync(join(folder, file), value);
  return folder;
}

function findV1(controller: string): string | undefined {
  const memberships = parseProcCgroup(readFileSync('/proc/self/cgroup', 'utf8'));
  const own = memberships.find(({ controllers }) => controllers.includes(controller));
  return own === undefined ? undefined : locateGroup(mounts(), controller, own.path);
}

const mounts = (): ReturnType<typeof parseMountinfo> =>
  parseMountinfo(readFileSync('/proc/self/mountinfo', 'utf8'));

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
