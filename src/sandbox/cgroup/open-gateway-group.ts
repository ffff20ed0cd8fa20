// Makes <base>/isolated-pymcp-<uid>/gw-… in one hierarchy and puts the total in force.
// limit.memory limit.cpu: the upper group is shared by all gateways of a user, so the total is the user's.
import type { TotalLimits } from '../../core/limits.js';
import {
  fileExists,
  listEntries,
  makeGroupFolder,
  ownerOf,
  readControlFileNow,
  removeGroupFolder,
  writeControlFile,
} from '../../host/cgroup-fs.js';
import { errnoOf } from '../../host/errno.js';
import { applyLimits, boundCpus, isGone, isUnlimited, readCpuCeiling } from './apply-limits.js';
import { explainErrno } from './cgroup-failure.js';
import type { Controller } from './contract.js';
import { enableControllers } from './enable-controllers.js';
import { toGatewayName, toTotalName } from './group-names.js';
import type { GatewayGroup, Hierarchy } from './hierarchy.js';
import { letJoin, type GuestOwner } from './let-join.js';
import type { ProcessIdentity } from './process-identity.js';
import { removeGroup } from './remove-group.js';
import { sweepDeadGateways } from './sweep-dead-gateways.js';

export interface GatewayOwner {
  readonly uid: number;
  readonly identity: ProcessIdentity;
  readonly guest: GuestOwner;
}

const mostAttempts = 10;

/** @throws the system's error, with nothing left behind, where no group can be made */
export async function openGatewayGroup(
  hierarchy: Hierarchy,
  total: TotalLimits,
  owner: GatewayOwner,
): Promise<GatewayGroup> {
  const totalFolder = `${hierarchy.base}/${toTotalName(owner.uid)}`;
  const folder = `${totalFolder}/${toGatewayName(owner.identity)}`;
  await makeGatewayFolder(totalFolder, folder, owner);
  try {
    const gaps = await putTotalInForce(hierarchy, totalFolder, folder, total);
    // v2: who moves from leaf to leaf must be able to write to the membership of the group above both (cgroup-v2.rst,
    // "Delegation Containment"). That group hands on controllers, so no process can stay in it.
    if (hierarchy.version === 2) letJoin(`${folder}/cgroup.procs`, owner.guest);
    const enforced = hierarchy.holds.filter((controller) => gaps[controller] === undefined);
    const files = new Set(await listEntries(folder));
    return { hierarchy, totalFolder, folder, enforced, gaps, files, cpuCeiling: readCpuCeiling(folder) };
  } catch (error) {
    await removeGroup(folder);
    await removeIfUnused(totalFolder);
    throw error;
  }
}

/** Our own group pins the shared one: once it is made, no other gateway can remove its parent. */
async function makeGatewayFolder(totalFolder: string, folder: string, owner: GatewayOwner): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    await sweepDeadGateways(totalFolder, owner.identity);
    await removeIfUnused(totalFolder);
    try {
      await makeShared(totalFolder, owner.uid);
      await makeGroupFolder(folder);
      return;
    } catch (error) {
      if (!isGone(error) || attempt === mostAttempts) throw error;
    }
  }
}

async function makeShared(totalFolder: string, uid: number): Promise<void> {
  try {
    await makeGroupFolder(totalFolder);
    // v1 before kernel 5.11: without this a parent does not bound its children. Only possible while there are none.
    if (!addsUp(totalFolder)) await writeControlFile(`${totalFolder}/memory.use_hierarchy`, '1');
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw error;
    if (ownerOf(totalFolder) !== uid)
      throw new Error(`${totalFolder} belongs to another user`, { cause: error });
  }
}

function addsUp(folder: string): boolean {
  const file = `${folder}/memory.use_hierarchy`;
  return !fileExists(file) || readControlFileNow(file).trim() !== '0';
}

/** Leaves a group that another gateway uses as it is (EBUSY, ENOTEMPTY). */
export async function removeIfUnused(totalFolder: string): Promise<void> {
  try {
    await removeGroupFolder(totalFolder);
  } catch (error) {
    if (!['ENOENT', 'EBUSY', 'ENOTEMPTY', 'EACCES', 'EPERM', 'EROFS'].includes(errnoOf(error))) throw error;
  }
}

/**
 * A shared group keeps the limits that its first gateway gave it: tightening it would end runs of others. Our own group
 * takes the total as well, so no gateway gets more than its own configuration allows.
 */
async function putTotalInForce(
  hierarchy: Hierarchy,
  totalFolder: string,
  folder: string,
  total: TotalLimits,
): Promise<Readonly<Partial<Record<Controller, string>>>> {
  const gaps: Partial<Record<Controller, string>> = {};
  if (hierarchy.version === 2) {
    Object.assign(gaps, await enableControllers(totalFolder, hierarchy.holds));
    Object.assign(gaps, await enableControllers(folder, hierarchy.holds));
  }
  if (!addsUp(totalFolder)) gaps.memory = 'the kernel does not add the groups up (memory.use_hierarchy)';
  for (const controller of hierarchy.holds) {
    if (gaps[controller] !== undefined) continue;
    try {
      for (const group of [totalFolder, folder]) {
        if (!isUnlimited(group, hierarchy.version, controller)) continue;
        applyLimits(group, hierarchy.version, controller, boundCpus(total, readCpuCeiling(group)));
      }
    } catch (error) {
      gaps[controller] = explainErrno(error);
    }
  }
  return gaps;
}
