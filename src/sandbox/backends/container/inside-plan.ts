// What the inside of a container is like: who guest code is, and what Landlock leaves it.
import { join } from 'node:path';
import { isInside } from '../../../core/refused-folders.js';
import { chmod, makeLink } from '../../../host/files.js';
import { writeNewText } from '../../../host/write-new-text.js';
import type { Site } from '../standalone/open-standalone-template.js';
import { guestPath, scratch, socketFolder, workspacePath } from '../standalone/root-plan.js';
import type { InsidePlan } from '../standalone/vessel.js';
import { insideId, programPath } from '../bubblewrap/template-plan.js';

const sentinel = '/run/sealed';
/** What Podman mounts on, whether or not it is of use. */
const mountPoints = ['run/.containerenv', 'etc/resolv.conf'] as const;

export function toInsidePlan({ python, root, policy }: Site, countsProcesses: boolean): InsidePlan {
  const program = policy.program === undefined ? [] : [programPath];
  const { workspace } = policy;
  const workspaceRule = workspace === undefined ? [] : [workspacePath];
  return {
    // The engine hands connections over: there is no path to the gateway.
    socketPath: null,
    user: insideId,
    group: null,
    outerUser: insideId,
    ownUsers: false,
    // Of the only user that there is. It is not dumpable, and the filter refuses what would reach it.
    reaper: insideId,
    relay: insideId,
    detach: [],
    cover: [],
    remove: [],
    giveAway: [],
    readOnlyProc: false,
    ownGroupView: true,
    lingers: false,
    withdrawn: false,
    reopensSemaphores: false,
    bounding: true,
    countsProcesses,
    landlock: {
      readable: [
        // Its own program lies where nothing has to read it any more.
        ...root.plan.binds
          .map(({ destination }) => destination)
          .filter((path) => path !== guestPath && !isInside(path, socketFolder)),
        '/etc',
        '/proc',
        ...(workspace?.access === 'read-only' ? workspaceRule : []),
      ],
      writable: [
        ...Object.values(scratch).map(({ path }) => path),
        ...(workspace?.access === 'writable' ? workspaceRule : []),
      ],
      executables: [python.interpreter, python.loader, ...program],
      devices: '/dev',
      sentinel,
    },
  };
}

/** @param folder the skeleton of the root */
export async function completeRoot(folder: string): Promise<void> {
  for (const path of [...mountPoints, sentinel]) {
    await writeNewText(join(folder, path), '');
    await chmod(join(folder, path), 0o644);
  }
  // Podman would make it, and the root is read-only by then.
  await makeLink('/proc/mounts', join(folder, 'etc/mtab'));
}
