// What the containers of one template are started with, where Docker makes them.
import type { Duplex } from 'node:stream';
import { basename, join } from 'node:path';
import { PymcpError } from '../../../core/errors.js';
import { countsProcessesPerNamespace } from '../bubblewrap/limit-levels.js';
import { isInside } from '../../../core/refused-folders.js';
import { chmod, makeSecondName, mkdir, readdir, readKernelFile } from '../../../host/files.js';
import { isSameFolder } from '../../../host/is-same-folder.js';
import { kernelVersion } from '../../../host/process-identity.js';
import { packFolders } from '../../../host/pack-folders.js';
import { removeStrangeTree } from '../../../host/remove-strange-tree.js';
import { toHiddenPlaces } from '../container/hidden-places.js';
import { completeRoot, toInsidePlan } from '../container/inside-plan.js';
import { toContainerName } from '../container/sweep-containers.js';
import type { Site, WharfBuilder } from '../standalone/open-standalone-template.js';
import { type Bind, guestPath, socketFolder, socketPath } from '../standalone/root-plan.js';
import type { Vessel, VesselOrder, Wharf } from '../standalone/vessel.js';
import { gatewayLabel, toContainerBody } from './container-body.js';
import type { DaemonInfo } from './daemon-answers.js';
import { DockerDaemon } from './docker-daemon.js';
import { withoutMemfds } from './docker-profile.js';
import { type DockerIds, findDockerIds, refuseOtherIds } from './docker-ids.js';
import { ownMemoryBytes, toDockerLevels, toGroupTasks } from './docker-levels.js';
import { DockerVessel, type LineSockets } from './docker-vessel.js';
import { listHeld, openEngineGroup } from './engine-group.js';
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

async function startVessel(order: VesselOrder, site: Site, means: Means): Promise<Vessel> {
  const folder = join(site.folder, `run-${order.id}`);
  try {
    const { line, sockets } = await makeLine(folder, site);
    return await startIn({ folder, line, sockets }, order, site, means);
  } catch (error) {
    await removeStrangeTree(folder).catch(() => undefined);
    throw error;
  }
}

interface Berth {
  readonly folder: string;
  readonly line: string;
  readonly sockets: LineSockets;
}

async function startIn(
  { folder, line, sockets }: Berth,
  { id, limits, plan }: VesselOrder,
  site: Site,
  { daemon, info, ids, image, sweep }: Means,
): Promise<Vessel> {
  const hasNetwork = site.policy.network !== undefined;
  const body = toContainerBody({
    ...{ image, limits, hasNetwork },
    interpreter: site.python.interpreter,
    gateway: basename(site.folder),
    ids,
    binds: [...listBinds(site), { source: line, destination: socketFolder }],
    masked: toHiddenPlaces(await readdir('/proc')),
    processors: info.NCPU,
  });
  const container = await daemon.create(toContainerName(site.folder, id), body);
  let stream: Duplex | null = null;
  try {
    stream = await daemon.attach(container);
    // It ends with the container, or with the daemon: both are noticed elsewhere.
    stream.on('error', () => undefined);
    const removed = daemon.waitRemoved(container);
    // It is asked for when it ends, and may have failed by then.
    removed.catch(() => undefined);
    await daemon.start(container);
    const pid = await daemon.readPid(container);
    const held = listHeld(info);
    await refuseOtherMachine(pid, container, line, held.length > 0);
    if (ids.isRootless) refuseOtherIds(pid, ids, site.guest);
    // A rootless daemon has none on version 1.
    const group = held.length === 0 ? null : await openEngineGroup(pid, held);
    const tasks = toGroupTasks(limits.pids, hasNetwork);
    // limit.cpu: what has made it needed more processes.
    if (held.includes('pids') && body.HostConfig.PidsLimit !== tasks)
      await daemon.limitPids(container, tasks);
    await sweep();
    const vessel = new DockerVessel({ daemon, id: container, pid, stream, removed, group, folder, sockets });
    vessel.go(plan);
    return vessel;
  } catch (error) {
    stream?.destroy();
    await daemon.remove(container).catch(() => undefined);
    throw error;
  }
}

/** Second names of the sockets, in a folder of this sandbox's alone: without them, nothing in it leads to us any more. */
async function makeLine(
  folder: string,
  { folder: runtime, policy }: Site,
): Promise<{ readonly line: string; readonly sockets: LineSockets }> {
  const line = join(folder, 'line');
  for (const path of [folder, line]) {
    await mkdir(path);
    // Whatever the umask is; the runtime folder itself is closed to others.
    await chmod(path, 0o711);
  }
  const [gateway, egress] = [join(line, 'sock'), join(line, 'egress.sock')];
  await makeSecondName(join(runtime, 'gw', 'sock'), gateway);
  if (policy.network !== undefined) await makeSecondName(policy.network.socketPath, egress);
  return { line, sockets: { gateway, rest: policy.network === undefined ? null : egress } };
}

/** The daemon is root's and finds each where it lies: what is the user's own need not be moved. */
function listBinds({ root, packages }: Site): readonly Bind[] {
  return root.plan.binds
    .filter(({ destination }) => destination !== guestPath && !isInside(destination, socketFolder))
    .map((bind) =>
      packages !== null && bind.source === packages.place ? { ...bind, source: packages.path } : bind,
    );
}

/** fail.closed: a daemon elsewhere, or in another pid namespace, starts what we cannot see and end. */
async function refuseOtherMachine(
  pid: number,
  container: string,
  line: string,
  hasGroup: boolean,
): Promise<void> {
  // Without a group of its own, what nobody else shows tells it: the folder of this sandbox.
  const isIt = hasGroup
    ? (readKernelFile(`/proc/${pid}/cgroup`) ?? '').includes(container)
    : await isSameFolder(line, `/proc/${pid}/root${socketFolder}`);
  if (pid > 0 && isIt) return;
  throw new PymcpError(
    'host.unsupported',
    pid === 0
      ? 'a container of Docker ended before it was told anything; nothing was run'
      : 'the Docker daemon starts containers that are not to be seen from here; nothing was run',
    pid === 0
      ? 'run `pymcp doctor --backend docker` to see what this machine lacks'
      : 'run pymcp where the daemon runs, in no container of its own; or use another backend',
  );
}
