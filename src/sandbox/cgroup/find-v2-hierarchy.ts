// cgroup v2: the one hierarchy, entered so that groups can be made below it.
import { controllers } from './contract.js';
import { enableControllers, readOffered } from './enable-controllers.js';
import { enterOwnGroup } from './enter-own-group.js';
import type { FoundHierarchies } from './find-v1-hierarchies.js';
import { gapHints } from './gap-hints.js';
import type { CgroupMount } from './parse-mountinfo.js';

type FoundV2 =
  | (FoundHierarchies & { readonly hint: string; readonly leave: () => Promise<void> })
  | { readonly why: string; readonly hint: string };

export async function findV2Hierarchy(uid: number, mounts: readonly CgroupMount[]): Promise<FoundV2> {
  const entry = await enterOwnGroup(uid, mounts);
  if (entry.kind === 'refused') return { why: entry.why, hint: entry.hint };
  const { base, leave } = entry;
  const gaps = await enableControllers(base, await readOffered(base, controllers));
  const holds = controllers.filter((controller) => gaps[controller] === undefined);
  return {
    hierarchies: [{ version: 2, name: 'unified', base, holds, countsCpuTime: true }],
    gaps,
    hint: gapHints[2],
    leave,
  };
}
