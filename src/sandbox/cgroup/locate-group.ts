// Finds the host folder of a group through the mounts, never by a guessed path.
import type { CgroupMount } from './parse-mountinfo.js';

/**
 * @param controller a v1 controller, or `unified` for cgroup v2
 * @returns undefined where no mount shows the group (a container that was given another part of the tree)
 */
export function locateGroup(
  mounts: readonly CgroupMount[],
  controller: string,
  groupPath: string,
): string | undefined {
  // A path with ".." lies outside our cgroup namespace (cgroup_namespaces(7)): not ours to use.
  if (groupPath.split('/').includes('..')) return undefined;
  for (const mount of mounts) {
    const isWanted =
      controller === 'unified'
        ? mount.version === 2
        : mount.version === 1 && mount.options.includes(controller);
    if (!isWanted) continue;
    const below = pathBelow(mount.root, groupPath);
    if (below !== undefined) return `${mount.mountPoint}${below}`;
  }
  return undefined;
}

function pathBelow(root: string, path: string): string | undefined {
  if (root === '/') return path === '/' ? '' : path;
  if (path === root) return '';
  return path.startsWith(`${root}/`) ? path.slice(root.length) : undefined;
}
