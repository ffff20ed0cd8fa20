// One sandbox's own group, in every hierarchy. The joining child is unprivileged: it may enter, it may not loosen.
import { makeGroupFolderNow, writeControlFile, writeControlFileNow } from '../../host/cgroup-fs.js';
import { applyLimits, boundCpus } from './apply-limits.js';
import { cgroupFailure } from './cgroup-failure.js';
import type { CgroupEvents, CgroupLeaf, CgroupUsage, LeafLimits } from './contract.js';
import type { GatewayGroup } from './hierarchy.js';
import { checkLeafName } from './group-names.js';
import { readLeafCpuMs, readLeafEvents, readLeafUsage, toGauges } from './leaf-gauges.js';
import { letJoin, type GuestOwner } from './let-join.js';
import { endMembers, removeGroup } from './remove-group.js';

export async function openLeaf(
  groups: readonly GatewayGroup[],
  name: string,
  limits: Partial<LeafLimits>,
  guest: GuestOwner,
): Promise<CgroupLeaf> {
  checkLeafName(name);
  const made: string[] = [];
  try {
    for (const group of groups) {
      const folder = `${group.folder}/${name}`;
      makeGroupFolderNow(folder);
      made.push(folder);
      fillLeaf(group, folder, limits, guest);
    }
  } catch (error) {
    for (const folder of made) await removeGroup(folder);
    throw cgroupFailure(`the control group ${name} could not be made`, error);
  }
  return toLeaf(groups, name);
}

function fillLeaf(
  { hierarchy: { version }, enforced, files, cpuCeiling }: GatewayGroup,
  folder: string,
  limits: Partial<LeafLimits>,
  guest: GuestOwner,
): void {
  for (const controller of enforced) {
    applyLimits(folder, version, controller, boundCpus(limits, cpuCeiling), (file) => files.has(file));
  }
  // limit.memory: v2 ends the whole sandbox, not one process of it, so no half of a run goes on (cgroup-v2.rst).
  if (files.has('memory.oom.group')) writeControlFileNow(`${folder}/memory.oom.group`, '1');
  letJoin(`${folder}/${joinFile[version]}`, guest);
}

/**
 * Where a process of one thread enters. A write of "0" to v1's `tasks` moves the writing thread without the kernel's lock
 * on all forks, whose grace period costs 7 ms after a pause; v2 has no such file for a group of its own (cgroup-v2.rst).
 */
const joinFile = { 1: 'tasks', 2: 'cgroup.procs' } as const;

function toLeaf(groups: readonly GatewayGroup[], name: string): CgroupLeaf {
  const folders = groups.map((group) => `${group.folder}/${name}`);
  const gauges = toGauges(groups, name);
  let last: { events: CgroupEvents; usage: CgroupUsage } | undefined;
  return {
    joinFiles: groups.map(({ hierarchy }) => `${hierarchy.name}/${name}/${joinFile[hierarchy.version]}`),
    async adopt(pid) {
      for (const { hierarchy, folder } of groups) {
        await tell(`process ${pid} could not be moved into ${name}`, () =>
          writeControlFile(`${folder}/${name}/${joinFile[hierarchy.version]}`, String(pid)),
        );
      }
    },
    readEvents: () => last?.events ?? readLeafEvents(gauges),
    readUsage: () => last?.usage ?? readLeafUsage(gauges),
    readCpuMs: () => (last === undefined ? readLeafCpuMs(gauges) : last.usage.cpuMs),
    kill() {
      const killers = groups.filter(({ files }) => files.has('cgroup.kill'));
      for (const { folder } of killers) writeControlFileNow(`${folder}/${name}/cgroup.kill`, '1');
      return killers.length > 0;
    },
    async endMembers() {
      // Every member is in each of the folders.
      if (folders[0] !== undefined) await endMembers(folders[0]);
    },
    async remove() {
      last ??= { events: readLeafEvents(gauges), usage: readLeafUsage(gauges) };
      await tell(`the control group ${name} could not be removed`, async () => {
        await allDone(folders.map((folder) => removeGroup(folder)));
      });
    },
  };
}

async function tell(what: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw cgroupFailure(what, error);
  }
}

/** Waits for all of them, also where one fails: then nothing is still under way. */
async function allDone(work: readonly Promise<void>[]): Promise<void> {
  await Promise.allSettled(work);
  await Promise.all(work);
}
