// What the containers of one template are started with.
import { basename, join } from 'node:path';
import { PymcpError } from '../../../core/errors.js';
import { currentIdentity, type Identity, kernelVersion } from '../../../host/process-identity.js';
import { chmod, inspectPath, mkdir, readdir } from '../../../host/files.js';
import type { Site, WharfBuilder } from '../standalone/open-standalone-template.js';
import type { Vessel, VesselOrder, Wharf } from '../standalone/vessel.js';
import { countsProcessesPerNamespace } from '../bubblewrap/limit-levels.js';
import { insideId } from '../bubblewrap/template-plan.js';
import { toLayerError } from '../bubblewrap/layer-hints.js';
import { ContainerVessel } from './container-vessel.js';
import { ownMemoryBytes, toContainerLevels, toGroupTasks } from './container-levels.js';
import { toContainerPlan } from './container-plan.js';
import { toHiddenPlaces } from './hidden-places.js';
import { findOtherIdentity } from './other-identity.js';
import { type Podman, requirePodman } from './podman-program.js';
import { completeRoot, toInsidePlan } from './inside-plan.js';
import { toStartHint } from './start-hints.js';
import { sweepContainers, toContainerName } from './sweep-containers.js';

export const containerBuilder: WharfBuilder = {
  name: 'container',
  groupsOf: 'gateway',
  reach: async (guest) => {
    const podman = await requirePodman();
    const other = await findOtherIdentity(guest);
    return {
      user: insideId,
      hostUid: guest.uid,
      toLevels: toContainerLevels,
      open: (site) => openContainerWharf(podman, other, site),
    };
  },
};

interface Means {
  readonly podman: Podman;
  readonly other: Identity;
  /** A short path that is there on this machine. */
  readonly box: string;
}

const boxPlaces = ['/mnt', '/srv', '/media'] as const;

async function openContainerWharf(podman: Podman, other: Identity, site: Site): Promise<Wharf> {
  const box = await findBoxPlace();
  const hasNetwork = site.policy.network !== undefined;
  await sweepContainers(site.folder);
  await completeRoot(site.root.folder);
  return {
    isolation: { backend: 'container', namespaces: ['user', 'mnt', 'pid', 'net', 'ipc', 'uts', 'cgroup'] },
    own: { memoryBytes: ownMemoryBytes, pids: (pids) => toGroupTasks(pids, hasNetwork) },
    inside: toInsidePlan(site, countsProcessesPerNamespace(kernelVersion())),
    start: (order) => startVessel(order, site, { podman, other, box }),
    // The kernel that they see is the host's.
    tellsWhatWasRead: true,
    filterChanges: {},
    toHint: toStartHint,
    close: () => Promise.resolve(),
  };
}

async function findBoxPlace(): Promise<string> {
  for (const path of boxPlaces) if ((await inspectPath(path))?.isFolder === true) return path;
  throw new PymcpError(
    'host.unsupported',
    `none of the folders ${boxPlaces.join(', ')} is there, and a container needs one to be covered`,
    `make one: sudo mkdir ${boxPlaces[0]}`,
  );
}

async function startVessel(
  { id, limits, leaf, covers, plan }: VesselOrder,
  site: Site,
  { podman, other, box }: Means,
): Promise<Vessel> {
  const { python, guestFolder, root, policy, guest, workspace, packages } = site;
  const folder = join(site.folder, `run-${id}`);
  const mode = currentIdentity().uid === guest.uid ? 0o700 : 0o711;
  for (const path of [folder, join(folder, 'box')]) {
    await mkdir(path, { mode });
    await chmod(path, mode);
  }
  const vessel = new ContainerVessel({
    command: [python.interpreter, '-I', '-B', join(guestFolder, 'start_container.py'), folder],
    sandboxPlan: plan,
    plan: toContainerPlan({
      ...{ folder, guest, other, limits, covers },
      podman: podman.path,
      runtime: podman.runtime,
      mappers: podman.mappers,
      interpreter: python.interpreter,
      box,
      name: toContainerName(site.folder, id),
      gateway: basename(site.folder),
      masked: toHiddenPlaces(await readdir('/proc')),
      rootFolder: root.folder,
      root: root.plan,
      workspace,
      packages,
      egressSocketPath: policy.network?.socketPath ?? null,
      socketPath: join(site.folder, 'gw', 'sock'),
    }),
  });
  const event = await vessel.started;
  try {
    if (event.event === 'failed') throw toFailure(event, vessel.lastWords);
    // limit.memory limit.cpu: it waits for its plan, so nobody is missed and nothing has run.
    await leaf?.adopt(event.pid);
  } catch (error) {
    vessel.kill();
    await vessel.ended;
    await vessel.clear();
    throw error;
  }
  vessel.go();
  return vessel;
}

function toFailure(
  { layer, reason }: { readonly layer: string; readonly reason: string },
  words: string,
): PymcpError {
  if (layer === 'workspace-changed' || layer === 'workspace' || layer === 'protection')
    return toLayerError(layer, reason);
  const why = [reason, words].filter((text) => text !== '').join(': ');
  return new PymcpError(
    'jail.start-failed',
    `a container could not be started: ${why}; nothing was run`,
    toStartHint(`${layer}: ${why}`),
  );
}
