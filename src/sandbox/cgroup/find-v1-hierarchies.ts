// cgroup v1: the groups that this process is in, one hierarchy per controller set (cgroups(7)).
import { fileExists, readControlFileNow } from '../../host/cgroup-fs.js';
import { controllers, type Controller } from './contract.js';
import type { Hierarchy } from './hierarchy.js';
import { mainFile } from './limit-files.js';
import { locateGroup } from './locate-group.js';
import type { CgroupMount } from './parse-mountinfo.js';
import type { GroupMembership } from './parse-proc-cgroup.js';

export interface FoundHierarchies {
  readonly hierarchies: readonly Hierarchy[];
  readonly gaps: Readonly<Partial<Record<Controller, string>>>;
}

/** cpuacct carries no limit; where it is a hierarchy of its own it is joined for its clock. */
export function findV1Hierarchies(
  memberships: readonly GroupMembership[],
  mounts: readonly CgroupMount[],
): FoundHierarchies {
  const gaps: Partial<Record<Controller, string>> = {};
  const hierarchies: Hierarchy[] = [];
  for (const { controllers: names, path } of memberships) {
    const holds = controllers.filter((controller) => names.includes(controller));
    const countsCpuTime = names.includes('cpuacct');
    const [name] = [...holds, ...(countsCpuTime ? ['cpuacct'] : [])];
    if (name === undefined) continue;
    const base = locateGroup(mounts, name, path);
    if (base === undefined || !holdsThisProcess(base)) {
      for (const controller of holds)
        gaps[controller] = 'its control groups are not mounted where this process is';
      continue;
    }
    hierarchies.push({ version: 1, name, base, holds: holds.filter(hasMainFile(base, gaps)), countsCpuTime });
  }
  for (const controller of controllers) {
    if (hierarchies.some((hierarchy) => hierarchy.holds.includes(controller))) continue;
    gaps[controller] ??= 'this kernel has no such cgroup v1 controller';
  }
  return { hierarchies, gaps };
}

/** The files of a root group lack the limits, so only the cpu bandwidth option of the kernel can be seen here. */
function hasMainFile(
  base: string,
  gaps: Partial<Record<Controller, string>>,
): (controller: Controller) => boolean {
  return (controller) => {
    if (controller !== 'cpu' || fileExists(`${base}/${mainFile[1].cpu}`)) return true;
    gaps.cpu = 'this kernel was built without CPU bandwidth control (CONFIG_CFS_BANDWIDTH)';
    return false;
  };
}

/** The proof that the folder found is the group that we are in. */
export function holdsThisProcess(folder: string): boolean {
  try {
    return readControlFileNow(`${folder}/cgroup.procs`).split('\n').includes(String(process.pid));
  } catch {
    return false;
  }
}
