// What the gVisor sandboxes of one template are started with.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { currentIdentity, type Identity } from '../../../host/process-identity.js';
import { chmod, chown, mkdir } from '../../../host/files.js';
import { writeNewText } from '../../../host/write-new-text.js';
import type { Site, WharfBuilder } from '../standalone/open-standalone-template.js';
import { guestPath, socketFolder, socketPath } from '../standalone/root-plan.js';
import type { InsidePlan, Vessel, VesselOrder, Wharf } from '../standalone/vessel.js';
import { type PlacedFolder, toLauncherCommand } from '../bubblewrap/folder-launcher.js';
import { toVesselPlan } from '../standalone/vessel-plan.js';
import { insideId } from '../bubblewrap/template-plan.js';
import { toBundleConfig, toRunscCommand } from './gvisor-config.js';
import { ownMemoryBytes, toGvisorLevels, toHostTasks } from './gvisor-levels.js';
import { gvisorRules } from './gvisor-rules.js';
import { requireRunsc } from './gvisor-program.js';
import { GvisorVessel } from './gvisor-vessel.js';
import { toStartHint } from './start-hints.js';

export const gvisorBuilder: WharfBuilder = {
  name: 'gvisor',
  groupsOf: 'gateway',
  reach: async ({ uid }) => {
    const runsc = await requireRunsc();
    return {
      user: insideId,
      hostUid: uid,
      toLevels: toGvisorLevels,
      open: (site) => openGvisorWharf(runsc, site),
    };
  },
};

/** Owns nothing inside, and is not the guest's user. */
const reaperId = 999;

const inside: InsidePlan = {
  socketPath,
  user: insideId,
  group: null,
  // The only user there is outside: what guest code writes is that one's.
  outerUser: 0,
  ownUsers: true,
  reaper: reaperId,
  // Whose the socket of the proxy is.
  relay: 0,
  detach: ['/sys', '/dev/pts'],
  cover: [socketFolder, guestPath],
  // Its devpts counts no terminals.
  remove: ['/dev/net', '/dev/fuse', '/dev/ptmx'],
  giveAway: ['/dev'],
  readOnlyProc: true,
  // Its kernel shows none of the host's.
  ownGroupView: false,
  lingers: false,
  withdrawn: false,
  // Of the host's files, which /dev/shm has, each name is a file.
  reopensSemaphores: true,
  bounding: true,
  // The kernel that it sees is not Linux.
  landlock: null,
  countsProcesses: true,
};

function openGvisorWharf(runsc: string, site: Site): Promise<Wharf> {
  const identity = site.guest.uid === currentIdentity().uid ? null : site.guest;
  return Promise.resolve({
    // They are those of the kernel that the sandbox sees; of the host's it has these too.
    isolation: { backend: 'gvisor', namespaces: ['user', 'mnt', 'pid', 'net', 'ipc', 'uts'] },
    own: { memoryBytes: ownMemoryBytes, pids: toHostTasks },
    inside,
    tellsWhatWasRead: false,
    filterChanges: gvisorRules,
    start: (order) => startVessel(order, site, runsc, identity),
    toHint: toStartHint,
    close: () => Promise.resolve(),
  });
}

async function startVessel(
  { id, limits, leaf, covers, plan }: VesselOrder,
  site: Site,
  runsc: string,
  identity: Identity | null,
): Promise<Vessel> {
  const { python, root, workspace, packages } = site;
  const folder = join(site.folder, `run-${id}`);
  const [stateFolder, view] = [join(folder, 'state'), join(folder, 'view')];
  await makeFolder(folder, identity === null ? 0o700 : 0o711);
  for (const own of [stateFolder, view]) {
    await makeFolder(own, 0o700);
    if (identity !== null) await chown(own, identity.uid, identity.gid);
  }
  const config = toBundleConfig({
    ...{ python, root: root.plan, view },
    workspace: workspace?.access ?? null,
  });
  await writeNewText(join(folder, 'config.json'), JSON.stringify(config));
  await chmod(join(folder, 'config.json'), 0o644);
  const program = toRunscCommand({
    ...{ runsc, stateFolder },
    bundle: folder,
    // The name of an abstract socket of the host's is made of it.
    name: `pymcp-${randomBytes(12).toString('hex')}`,
    isShared: workspace !== null,
  });
  const ground = toVesselPlan({
    ...{ limits, workspace, packages, covers, view, program },
    root: root.folder,
    gateway: process.pid,
    environment: {},
  });
  const vessel = new GvisorVessel({ ...toStart(site, identity), plan, ground, folder, view });
  try {
    // limit.memory limit.cpu: as another user it could not leave our group of version 2 by itself (cgroup-v2.rst, Delegation
    // Containment). A pid of 0 is no process that was started, and to the kernel it would be this one.
    if (vessel.hostInit > 0) await leaf?.adopt(vessel.hostInit);
  } catch (error) {
    vessel.kill();
    await vessel.ended;
    await vessel.clear();
    throw error;
  }
  vessel.go();
  return vessel;
}

/** user.mcp: as the guest; under root, by way of what shows folders of others as the guest's own. */
function toStart(
  { python, guestFolder, guest, workspace, packages }: Site,
  identity: Identity | null,
): { readonly command: readonly string[]; readonly identity: Identity | null } {
  const command = [python.interpreter, '-I', '-B', join(guestFolder, 'start_vessel.py')];
  const folders: readonly PlacedFolder[] = [
    ...(workspace === null || workspace.owner === null ? [] : [workspace]),
    ...(packages?.isMoved === true ? [packages] : []),
  ];
  if (folders.length === 0) return { command, identity };
  const launcher = { interpreter: python.interpreter, guestFolder, guest, folders };
  return { command: toLauncherCommand(launcher, command), identity: null };
}

/** Whatever the umask is. */
async function makeFolder(path: string, mode: number): Promise<void> {
  await mkdir(path, { mode });
  await chmod(path, mode);
}
