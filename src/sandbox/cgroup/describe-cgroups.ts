// What this machine can enforce, for `doctor`. It asks by doing: groups are opened, a leaf is made, all are removed.
import type { LimitLevel } from '../../core/isolation.js';
import { defaultLimits } from '../../core/limits.js';
import { controllers, type CgroupFolder, type Controller } from './contract.js';
import { gapHints } from './gap-hints.js';
import { openCgroupTree, type CgroupOptions } from './open-cgroup-tree.js';

export type CgroupDescription =
  | {
      readonly kind: 'usable';
      readonly version: 1 | 2;
      /** Per hierarchy, the group that ours would be made in. */
      readonly bases: readonly CgroupFolder[];
      readonly levels: Readonly<Record<Controller, LimitLevel>>;
      /** For each controller that is not available: what to do. */
      readonly fixes: Readonly<Partial<Record<Controller, string>>>;
    }
  | { readonly kind: 'unavailable'; readonly why: string; readonly hint: string };

/**
 * Leaves no group behind (under systemd the scope it enters ends with the process). To be called while this process has
 * no tree open.
 * @throws PymcpError `cgroup.failed` where a limit that seemed usable cannot be set
 */
export async function describeCgroups(options: CgroupOptions): Promise<CgroupDescription> {
  const attempt = await openCgroupTree(options);
  if (attempt.kind === 'unavailable') return attempt;
  const { version, levels, folders } = attempt.tree;
  try {
    const { memoryBytes, cpus, pids } = defaultLimits;
    const leaf = await attempt.tree.openLeaf('doctor', { memoryBytes, cpus, pids });
    leaf.readEvents();
    await leaf.remove();
  } finally {
    await attempt.tree.close();
  }
  const fixes: Partial<Record<Controller, string>> = {};
  for (const controller of controllers) {
    if (levels[controller].level === 'not available') fixes[controller] = gapHints[version];
  }
  return { kind: 'usable', version, bases: folders.map(toBase), levels, fixes };
}

/** Two levels up: <base>/isolated-pymcp-<uid>/gw-…. */
function toBase({ controller, path }: CgroupFolder): CgroupFolder {
  return { controller, path: path.split('/').slice(0, -2).join('/') };
}
