// Opens this gateway's control groups: finds where it may make some, puts the total in force, sweeps what the dead left.
// limit.memory limit.cpu: a limit is `enforced` only where the kernel took it.
import type { LimitLevel } from '../../core/isolation.js';
import type { TotalLimits } from '../../core/limits.js';
import { fileExists, readControlFile } from '../../host/cgroup-fs.js';
import { explainErrno } from './cgroup-failure.js';
import { controllers, type CgroupTree, type Controller } from './contract.js';
import { findV1Hierarchies, type FoundHierarchies } from './find-v1-hierarchies.js';
import { findV2Hierarchy } from './find-v2-hierarchy.js';
import { gapHints } from './gap-hints.js';
import type { GatewayGroup } from './hierarchy.js';
import { mainFile, swapFile } from './limit-files.js';
import { openGatewayGroup, type GatewayOwner } from './open-gateway-group.js';
import { readCgroupMounts } from './own-group.js';
import { parseProcCgroup } from './parse-proc-cgroup.js';
import { identifyThisProcess } from './process-identity.js';
import { toTree } from './to-tree.js';

export type CgroupAttempt =
  | { readonly kind: 'open'; readonly tree: CgroupTree }
  | { readonly kind: 'unavailable'; readonly why: string; readonly hint: string };

export interface CgroupOptions {
  readonly total: TotalLimits;
  /** Who the children are that join a leaf: other than us where we are root. */
  readonly guestUid: number;
  readonly guestGid: number;
}

type Found = FoundHierarchies & { readonly hint: string; readonly leave: () => Promise<void> };
type Gaps = Partial<Record<Controller, string>>;

/**
 * One tree per process at a time. On cgroup v2 this moves the calling process, and no other, into a group of its own.
 * The caller closes the tree.
 */
export async function openCgroupTree(options: CgroupOptions): Promise<CgroupAttempt> {
  const owner: GatewayOwner = {
    uid: process.getuid?.() ?? 0,
    identity: await identifyThisProcess(),
    guest: { uid: options.guestUid, gid: options.guestGid },
  };
  const memberships = parseProcCgroup(await readControlFile('/proc/self/cgroup'));
  const mounts = await readCgroupMounts();
  // A controller belongs to one hierarchy at a time: one v1 controller of ours decides (hybrid set-ups have both).
  const version = memberships.some(({ controllers: names }) =>
    controllers.some((name) => names.includes(name)),
  )
    ? 1
    : 2;
  const found: Found | { readonly why: string; readonly hint: string } =
    version === 2
      ? await findV2Hierarchy(owner.uid, mounts)
      : { ...findV1Hierarchies(memberships, mounts), hint: gapHints[1], leave: () => Promise.resolve() };
  if ('why' in found) return { kind: 'unavailable', ...found };
  return openGroups(version, found, options, owner);
}

async function openGroups(
  version: 1 | 2,
  found: Found,
  options: CgroupOptions,
  owner: GatewayOwner,
): Promise<CgroupAttempt> {
  const groups: GatewayGroup[] = [];
  const gaps: Gaps = { ...found.gaps };
  for (const hierarchy of found.hierarchies) {
    try {
      const group = await openGatewayGroup(hierarchy, options.total, owner);
      groups.push(group);
      Object.assign(gaps, group.gaps);
    } catch (error) {
      for (const controller of hierarchy.holds) gaps[controller] = explainErrno(error);
    }
  }
  const levels = toLevels(version, groups, gaps);
  const tree = toTree({ version, groups, levels, guest: owner.guest, leave: found.leave });
  if (groups.some(({ enforced }) => enforced.length > 0)) return { kind: 'open', tree };
  await tree.close();
  return { kind: 'unavailable', why: explainGaps(version, gaps), hint: found.hint };
}

function toLevels(
  version: 1 | 2,
  groups: readonly GatewayGroup[],
  gaps: Gaps,
): Readonly<Record<Controller, LimitLevel>> {
  const toLevel = (controller: Controller): LimitLevel => {
    const group = groups.find(({ enforced }) => enforced.includes(controller));
    if (group === undefined) return { level: 'not available', why: gaps[controller] ?? 'no control group' };
    const swapIsLoose = controller === 'memory' && !fileExists(`${group.folder}/${swapFile[version]}`);
    const by = `cgroup v${version} ${mainFile[version][controller]}`;
    return { level: 'enforced', by: swapIsLoose ? `${by} (this kernel does not count swap)` : by };
  };
  return { memory: toLevel('memory'), cpu: toLevel('cpu'), pids: toLevel('pids') };
}

function explainGaps(version: 1 | 2, gaps: Gaps): string {
  const reasons = controllers.map((controller) => `${controller}: ${gaps[controller] ?? 'no control group'}`);
  return `no cgroup v${version} limit can be set (${reasons.join('; ')})`;
}
