// cgroup v2: the group that this process is in, and what it may do there.
import { fileExists, ownerOf, readControlFile } from '../../host/cgroup-fs.js';
import { errnoOf } from '../../host/errno.js';
import { locateGroup } from './locate-group.js';
import { parseMountinfo, type CgroupMount } from './parse-mountinfo.js';
import { parseProcCgroup } from './parse-proc-cgroup.js';
import { isSystemdRunning, openSystemdBus } from './systemd-bus.js';

export interface OwnGroup {
  /** As /proc/self/cgroup says it. */
  readonly path: string;
  /** Host folder. */
  readonly folder: string;
}

export async function readCgroupMounts(): Promise<readonly CgroupMount[]> {
  return parseMountinfo(await readControlFile('/proc/self/mountinfo'));
}

/** @returns undefined where the group is not mounted here */
export async function findOwnGroup(mounts: readonly CgroupMount[]): Promise<OwnGroup | undefined> {
  const memberships = parseProcCgroup(await readControlFile('/proc/self/cgroup'));
  const path = memberships.find(({ controllers }) => controllers.length === 0)?.path;
  const folder = path === undefined ? undefined : locateGroup(mounts, 'unified', path);
  return path === undefined || folder === undefined ? undefined : { path, folder };
}

/** Only the root of the whole tree has no type, and only there processes and children go together. */
export function isTreeRoot(group: OwnGroup): boolean {
  return !fileExists(`${group.folder}/cgroup.type`);
}

export async function isAloneIn(group: OwnGroup): Promise<boolean> {
  const members = (await readControlFile(`${group.folder}/cgroup.procs`)).trim().split('\n');
  return members.length === 1 && members[0] === String(process.pid);
}

/**
 * Whether the group was handed to us. Being allowed to write is not enough: a unit of our own manager is writable, but
 * what is below it belongs to systemd unless Delegate= is set (systemd.resource-control(5), "Delegate=").
 */
export async function isDelegated(group: OwnGroup, uid: number): Promise<boolean> {
  try {
    if (ownerOf(group.folder) !== uid) return false;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return false;
    throw error;
  }
  const unit = unitOf(group);
  // Below a unit, or in a container: somebody made this group for us.
  if (!/\.(?:scope|service)$/.test(unit)) return !/\.slice$/.test(unit);
  // A unit of the system manager that an ordinary user owns was handed to him by it.
  if (uid !== 0 && !group.path.includes(`/user@${uid}.service/`)) return true;
  const bus = openSystemdBus(uid);
  return 'why' in bus ? !isSystemdRunning() : (await bus.readProperty(unit, 'Delegate')) === true;
}

/** The last part of the path: under systemd the unit, if nothing was made below it. */
export function unitOf(group: OwnGroup): string {
  return group.path.slice(group.path.lastIndexOf('/') + 1);
}
