// What the containers of one template are started with, where Docker makes them.
import { randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { basename } from 'node:path';
import { countsProcessesPerNamespace } from '../bubblewrap/limit-levels.js';
import { isInside } from '../../../core/refused-folders.js';
import { readdir } from '../../../host/files.js';
import { kernelVersion } from '../../../host/process-identity.js';
import { packFolders } from '../../../host/pack-folders.js';
import { toHiddenPlaces } from '../container/hidden-places.js';
import { completeRoot, toInsidePlan } from '../container/inside-plan.js';
import { toContainerName } from '../container/sweep-containers.js';
import type { Site, WharfBuilder } from '../standalone/open-standalone-template.js';
import { type Bind, guestPath, socketFolder, socketPath } from '../standalone/root-plan.js';
import type { Vessel, VesselOrder, Wharf } from '../standalone/vessel.js';
import { Berth } from './berth.js';
import { gatewayLabel, toContainerBody } from './container-body.js';
import type { DaemonInfo } from './daemon-answers.js';
import { DockerDaemon } from './docker-daemon.js';
import { withoutMemfds } from './docker-profile.js';
import { type DockerIds, findDockerIds, refuseOtherIds } from './docker-ids.js';
import { ownMemoryBytes, toDockerLevels, toGroupTasks } from './docker-levels.js';
import { DockerVessel } from './docker-vessel.js';
import { listHeld, openEngineGroup } from './engine-group.js';
import { type HeldContainer, holdContainer } from './hold-container.js';
import { toStartHint } from './start-hints.js';
import { sweepDocker } from './sweep-docker.js';

export const dockerBuilder: WharfBuilder = {
  name: 'docker',
  groupsOf: 'engine',
  reach: async (guest) => {
    const daemon = await DockerDaemon.find();
    const info = await daemon.readInfo();
    const ids = await findDockerIds(guest, info);
    return {
      user: ids.shown,
      hostUid: ids.outside.uid,
      toLevels: (levels) => toDockerLevels(levels, info, ids.ownUsers),
      open: (site) => openDockerWharf({ daemon, info, ids }, site),
    };
  },
};

const imageName = 'isolated-pymcp';
const namespaces = ['mnt', 'pid', 'net', 'ipc', 'uts', 'cgroup'] as const;

interface Found {
  readonly daemon: DockerDaemon;
  readonly info: DaemonInfo;
  readonly ids: DockerIds;
}

interface Means extends Found {
  /** NAME:TAG */
  readonly image: string;
  readonly sweep: () => Promise<void>;
}

async function openDockerWharf(found: Found, site: Site): Promise<Wharf> {
  const { daemon, ids, info } = found;
  await completeRoot(site.root.folder);
  const gateway = basename(site.folder);
  const tag = toContainerName(site.folder, 0);
  // The skeleton and our own program: copies, so that the table of mounts names no folder of ours for them.
  const archive = await packFolders([
    [site.root.folder, ''],
    [site.guestFolder, guestPath.slice(1)],
  ]);
  await daemon.importImage(archive, imageName, tag, `${gatewayLabel}=${gateway}`);
  let swept: Promise<void> | null = null;
  const means: Means = {
    ...{ ...found, image: `${imageName}:${tag}` },
    // What cannot be removed is left to the next start.
    sweep: () => (swept ??= sweepDocker(daemon, site.folder).catch(() => undefined)),
  };
  return {
    isolation: { backend: 'docker', namespaces: [...(ids.ownUsers ? ['user'] : []), ...namespaces] },
    own: {
      memoryBytes: ownMemoryBytes,
      pids: (pids) => toGroupTasks(pids, site.policy.network !== undefined),
    },
    inside: {
      ...toInsidePlan(site, ids.ownUsers && countsProcessesPerNamespace(kernelVersion())),
      socketPath,
      user: ids.shown,
      outerUser: ids.guest.uid,
      ownUsers: ids.ownUsers,
      reaper: ids.guest.uid,
      relay: ids.container.uid,
      group: ids.isRootless ? null : ids.guest.gid,
      ownGroupView: false,
      lingers: true,
      withdrawn: true,
    },
    start: (order) => startVessel(order, site, means),
    tellsWhatWasRead: true,
    filterChanges: ids.isRootless && !info.MemoryLimit ? withoutMemfds : {},
    toHint: toStartHint,
    // Where the daemon has gone, the next start removes it; what is ours goes all the same.
    close: () => daemon.removeImage(means.image).catch(() => undefined),
  };
}

async function startVessel(
  { id, limits, plan }: VesselOrder,
  site: Site,
  { daemon, info, ids, image, sweep }: Means,
): Promise<Vessel> {
  const hasNetwork = site.policy.network !== undefined;
  const word = randomBytes(16).toString('hex');
  const body = toContainerBody({
    ...{ image, limits, hasNetwork, word, ids },
    interpreter: site.python.interpreter,
    gateway: basename(site.folder),
    binds: listBinds(site),
    masked: toHiddenPlaces(await readdir('/proc')),
    processors: info.NCPU,
  });
  const container = await daemon.create(toContainerName(site.folder, id), body);
  // Undone from the last, whatever fails; some of it also where nothing does.
  let [stream, held, berth]: [Duplex | null, HeldContainer | null, Berth | null] = [null, null, null];
  try {
    stream = await daemon.attach(container);
    // It ends with the container, or with the daemon: both are noticed elsewhere.
    stream.on('error', () => undefined);
    const removed = daemon.waitRemoved(container);
    // It is asked for when it ends, and may have failed by then.
    removed.catch(() => undefined);
    await daemon.start(container);
    const limited = listHeld(info);
    held = await holdContainer(daemon, { container, word, hasGroup: limited.length > 0 });
    const { pid, startTime, path } = held;
    if (ids.isRootless) refuseOtherIds(pid, ids, site.guest);
    // A rootless daemon has none on version 1.
    const group = limited.length === 0 ? null : await openEngineGroup(pid, limited);
    const tasks = toGroupTasks(limits.pids, hasNetwork);
    // limit.cpu: what has made it needed more processes.
    if (limited.includes('pids') && body.HostConfig.PidsLimit !== tasks)
      await daemon.limitPids(container, tasks);
    await sweep();
    berth = await Berth.open(path, site);
    held.confirm();
    const parts = { daemon, id: container, pid, startTime, stream, removed, group, berth };
    const vessel = new DockerVessel(parts);
    vessel.go(plan);
    return vessel;
  } catch (error) {
    await berth?.close();
    stream?.destroy();
    await daemon.remove(container).catch(() => undefined);
    throw error;
  } finally {
    await held?.close();
  }
}

/** The daemon is root's and finds each where it lies: what is the user's own need not be moved. */
function listBinds({ root, packages }: Site): readonly Bind[] {
  return root.plan.binds
    .filter(({ destination }) => destination !== guestPath && !isInside(destination, socketFolder))
    .map((bind) =>
      packages !== null && bind.source === packages.place ? { ...bind, source: packages.path } : bind,
    );
}
