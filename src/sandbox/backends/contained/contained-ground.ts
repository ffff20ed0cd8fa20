// What a contained sandbox stands on: scratch folders of its own, and namespaces that are the container's.
import type { JailLimits } from '../../../core/limits.js';
import type { Identity } from '../../../host/process-identity.js';
import { taskCountOfUser } from '../../../host/process-tree.js';
import type { Ground, Plot } from '../bubblewrap/ground.js';
import { measureContained } from './measure-contained.js';
import { ScratchFolders } from './scratch-folders.js';

export const sharedNamespaces = ['user', 'mnt', 'pid', 'net', 'ipc', 'uts', 'cgroup'] as const;

/**
 * RLIMIT_NPROC counts all of the user, the gateway and other runs among them: a backstop for a watchdog that is late, so far
 * away that ordinary runs beside it do not meet it.
 */
const processBackstop = 4;

/** @param folder where the scratch folders of one template are made */
export function toContainedGround(folder: string, guest: Identity, pidsHeld: boolean): Ground {
  return {
    isolation: { backend: 'contained', namespaces: [], sharedNamespaces },
    async prepare(id, limits): Promise<Plot> {
      const scratch = await ScratchFolders.make(folder, `run-${id}`, guest, limits);
      return {
        plan: {
          scratchFolder: scratch.path,
          processes: pidsHeld ? null : countProcesses(guest, limits),
        },
        uncopied: 'without namespaces of its own it has no copy; create another session instead',
        hostInit: (fork) => fork.init,
        measure: (keeper, budgetBytes) => measureContained(keeper, budgetBytes, scratch),
        look: scratch.look,
        clear: () => scratch.remove(),
      };
    },
  };
}

function countProcesses({ uid }: Identity, { pids }: JailLimits): number {
  return taskCountOfUser(uid) + processBackstop * pids;
}
