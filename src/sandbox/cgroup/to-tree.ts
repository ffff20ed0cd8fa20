// The gateway's groups as one thing: leaves are made in all of them, and all of them end together.
import type { LimitLevel } from '../../core/isolation.js';
import { cgroupFailure } from './cgroup-failure.js';
import type { CgroupTree, Controller } from './contract.js';
import type { GatewayGroup } from './hierarchy.js';
import type { GuestOwner } from './let-join.js';
import { removeIfUnused } from './open-gateway-group.js';
import { openLeaf } from './open-leaf.js';
import { endGroup } from './remove-group.js';

export interface TreeParts {
  readonly version: 1 | 2;
  readonly groups: readonly GatewayGroup[];
  readonly levels: Readonly<Record<Controller, LimitLevel>>;
  readonly guest: GuestOwner;
  /** Puts this process back where it was. */
  readonly leave: () => Promise<void>;
}

export function toTree({ version, groups, levels, guest, leave }: TreeParts): CgroupTree {
  return {
    version,
    levels,
    folders: groups.map((group) => ({ controller: group.hierarchy.name, path: group.folder })),
    openLeaf: (name, limits) => openLeaf(groups, name, limits, guest),
    async close() {
      try {
        for (const group of groups) {
          await endGroup(group.folder);
          await removeIfUnused(group.totalFolder);
        }
        await leave();
      } catch (error) {
        throw cgroupFailure('the control groups of this gateway could not be removed', error);
      }
    },
  };
}
