// What the gVisor sandboxes of one template are started with.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { PymcpError } from '../../../core/errors.js';
import { currentIdentity } from '../../../host/process-identity.js';
import { chmod, chown, mkdir } from '../../../host/files.js';
import { writeNewText } from '../../../host/write-new-text.js';
import type { SandboxPolicy } from '../../backend-contract.js';
import type { Site, WharfBuilder } from '../../standalone/open-standalone-template.js';
import { guestPath, socketFolder, socketPath } from '../../standalone/root-plan.js';
import type { InsidePlan, Vessel, VesselOrder, Wharf } from '../../standalone/vessel.js';
import { insideId } from '../bubblewrap/template-plan.js';
import { toBundleConfig, toVesselCommand } from './gvisor-config.js';
import { ownMemoryBytes, toGvisorLevels, toHostTasks } from './gvisor-levels.js';
import { requireRunsc } from './gvisor-program.js';
import { GvisorVessel } from './gvisor-vessel.js';
import { measureGvisor } from './measure-gvisor.js';
import { toStartHint } from './start-hints.js';

export const gvisorBuilder: WharfBuilder = {
  refuse: refuseWhatItCannot,
  toLevels: toGvisorLevels,
  open: openGvisorWharf,
};

/** Owns nothing inside, and is not the guest's user. */
const reaperId = 999;

const inside: InsidePlan = {
  socketPath,
  user: insideId,
  reaper: reaperId,
  detach: [socketFolder, guestPath, '/sys'],
  closed: ['/proc/sys', '/dev/net', '/dev/fuse'],
  bounding: true,
  // The kernel that it sees is not Linux.
  landlock: null,
  countsProcesses: true,
};

async function openGvisorWharf(site: Site): Promise<Wharf> {
  const runsc = await requireRunsc();
  const identity = site.guest.uid === currentIdentity().uid ? null : site.guest;
  return {
    // They are those of the kernel that the sandbox sees; of the host's it has these too.
    isolation: { backend: 'gvisor', namespaces: ['user', 'mnt', 'pid', 'net', 'ipc', 'uts'] },
    own: { memoryBytes: ownMemoryBytes, pids: toHostTasks },
    inside,
    start: (order) => startVessel(order, site, runsc, identity),
    measure: measureGvisor,
    toHint: toStartHint,
    close: () => Promise.resolve(),
  };
}

async function startVessel(
  { id, limits, leaf, plan }: VesselOrder,
  site: Site,
  runsc: string,
  identity: Site['guest'] | null,
): Promise<Vessel> {
  const { python, guestFolder, root, cgroups, policy } = site;
  const folder = join(site.folder, `run-${id}`);
  const stateFolder = join(folder, 'state');
  await mkdir(folder, { mode: 0o711 });
  await chmod(folder, identity === null ? 0o700 : 0o711);
  await mkdir(stateFolder, { mode: 0o700 });
  if (identity !== null) await chown(stateFolder, identity.uid, identity.gid);
  const config = toBundleConfig({ python, rootFolder: root.folder, root: root.plan, limits });
  await writeNewText(join(folder, 'config.json'), JSON.stringify(config));
  await chmod(join(folder, 'config.json'), 0o644);
  const folders = new Map((cgroups?.folders ?? []).map(({ controller, path }) => [controller, path]));
  const command = toVesselCommand({
    ...{ runsc, guestFolder, stateFolder },
    interpreter: python.interpreter,
    gateway: process.pid,
    membershipFiles: (leaf?.joinFiles ?? []).map((file) => toMembershipFile(file, folders)),
    bundle: folder,
    // The name of an abstract socket of the host's is made of it.
    name: `pymcp-${randomBytes(12).toString('hex')}`,
    isShared: policy.workspace !== undefined,
  });
  return new GvisorVessel({ command, identity, plan, folder });
}

/** From `memory/run-1/tasks` to where that is. */
function toMembershipFile(joinFile: string, folders: ReadonlyMap<string, string>): string {
  const [controller = '', ...rest] = joinFile.split('/');
  return [folders.get(controller) ?? '', ...rest].join('/');
}

function refuseWhatItCannot({ network, workspace, program }: SandboxPolicy): void {
  if (network !== undefined) throw refuse('a network', 'leave --allow out');
  if (workspace !== undefined) throw refuse('a workspace', 'leave --workspace out');
  if (program !== undefined) throw refuse('another program than Python', 'leave the service code out');
}

function refuse(what: string, without: string): PymcpError {
  return new PymcpError(
    'jail.layer-failed',
    `${what} cannot be shown to a sandbox of the backend gvisor; nothing was run`,
    `${without}, or use the backend bubblewrap (docs/backends/gvisor.md)`,
  );
}
