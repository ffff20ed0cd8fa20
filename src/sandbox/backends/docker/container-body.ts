// What Docker is told of one container (ContainerCreate in its API). Pure, tested by exact equality: whatever is not said here is
// Docker's default, and each default that would give something is said.
import { environment } from '../bubblewrap/outer-jail.js';
import { type Bind, guestPath, scratch, socketFolder } from '../standalone/root-plan.js';
import type { JailLimits } from '../../../core/limits.js';
import { leastStartTasks, ownMemoryBytes, toGroupTasks } from './docker-levels.js';
import type { DockerIds } from './docker-ids.js';
import { toDockerProfile } from './docker-profile.js';

export interface BodyFacts {
  /** NAME:TAG */
  readonly image: string;
  readonly interpreter: string;
  /** Nobody else's: what runs with it is this container. */
  readonly word: string;
  /** As the gateway's runtime folder is named. */
  readonly gateway: string;
  /** user.mcp */
  readonly ids: DockerIds;
  readonly binds: readonly Bind[];
  /** Paths below /proc, and /sys, that are covered by empty ones. */
  readonly masked: readonly string[];
  readonly limits: Pick<JailLimits, 'memoryBytes' | 'cpus' | 'pids' | 'scratchBytes' | 'scratchInodes'>;
  readonly hasNetwork: boolean;
  /** Of the machine: Docker refuses more. */
  readonly processors: number;
}

interface BindMount {
  readonly Type: 'bind';
  readonly Source: string;
  readonly Target: string;
  readonly ReadOnly: true;
  readonly BindOptions: { readonly Propagation: 'private'; readonly NonRecursive: true };
}

/** The names are Docker's. */
export interface ContainerBody {
  readonly Image: string;
  readonly Entrypoint: readonly string[];
  readonly Cmd: readonly [string];
  readonly Env: readonly string[];
  readonly User: string;
  readonly WorkingDir: string;
  readonly Hostname: string;
  readonly Labels: Readonly<Record<string, string>>;
  readonly AttachStdin: true;
  readonly AttachStdout: true;
  readonly AttachStderr: true;
  readonly OpenStdin: true;
  readonly StdinOnce: true;
  readonly Tty: false;
  readonly NetworkDisabled: true;
  readonly Healthcheck: { readonly Test: readonly ['NONE'] };
  readonly HostConfig: {
    readonly AutoRemove: true;
    readonly RestartPolicy: { readonly Name: 'no' };
    readonly LogConfig: { readonly Type: 'none'; readonly Config: Readonly<Record<string, never>> };
    readonly Privileged: false;
    readonly ReadonlyRootfs: true;
    readonly CapAdd: readonly string[];
    readonly CapDrop: readonly ['ALL'];
    readonly SecurityOpt: readonly string[];
    readonly NetworkMode: 'none';
    /** '' is Docker's word for one of its own. */
    readonly PidMode: '';
    readonly UTSMode: '';
    readonly CgroupnsMode: 'private';
    readonly IpcMode: 'none';
    readonly MaskedPaths: readonly string[];
    readonly ReadonlyPaths: readonly [];
    readonly Devices: readonly [];
    readonly Mounts: readonly BindMount[];
    /** Path → options of mount(8). */
    readonly Tmpfs: Readonly<Record<string, string>>;
    readonly Memory: number;
    readonly MemorySwap: number;
    readonly NanoCpus: number;
    readonly PidsLimit: number;
    readonly OomScoreAdj: number;
    readonly OomKillDisable: false;
    readonly Ulimits: readonly { readonly Name: string; readonly Soft: number; readonly Hard: number }[];
  };
}

export const gatewayLabel = 'isolated-pymcp.gateway';

export function toContainerBody(facts: BodyFacts): ContainerBody {
  const { image, interpreter, word, gateway, ids, binds, masked, limits, hasNetwork, processors } = facts;
  const memory = limits.memoryBytes + ownMemoryBytes;
  return {
    Image: image,
    Entrypoint: [interpreter, '-I', '-B', `${guestPath}/start_standalone.py`],
    Cmd: [word],
    Env: Object.entries(environment).map(([key, value]) => `${key}=${value}`),
    User: `${ids.container.uid}:${ids.container.gid}`,
    WorkingDir: '/',
    Hostname: 'pymcp',
    Labels: { [gatewayLabel]: gateway },
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    OpenStdin: true,
    StdinOnce: true,
    Tty: false,
    // net.none
    NetworkDisabled: true,
    Healthcheck: { Test: ['NONE'] },
    HostConfig: {
      // jail.once
      AutoRemove: true,
      RestartPolicy: { Name: 'no' },
      LogConfig: { Type: 'none', Config: {} },
      // jail.kernel
      Privileged: false,
      ReadonlyRootfs: true,
      CapAdd: ids.isRootless ? [...untilSealed] : [],
      CapDrop: ['ALL'],
      // Its labels of SELinux are the host's, as what is shown has them.
      SecurityOpt: ['no-new-privileges', `seccomp=${JSON.stringify(toDockerProfile(ids))}`, 'label=disable'],
      NetworkMode: 'none',
      PidMode: '',
      UTSMode: '',
      CgroupnsMode: 'private',
      // A /dev/shm of Docker's counts no inodes.
      IpcMode: 'none',
      MaskedPaths: [...masked],
      ReadonlyPaths: [],
      Devices: [],
      Mounts: binds.map(({ source, destination }) => ({
        Type: 'bind',
        Source: source,
        Target: destination,
        ReadOnly: true,
        BindOptions: { Propagation: 'private', NonRecursive: true },
      })),
      Tmpfs: {
        ...toScratch(limits, ids),
        [socketFolder]: toLine(ids),
        // No queues, and no terminals, which are memory of the kernel that nobody counts.
        ...Object.fromEntries(['/dev/mqueue', '/dev/pts'].map((path) => [path, nothing])),
      },
      // limit.memory: no swap besides.
      Memory: memory,
      MemorySwap: memory,
      // limit.cpu
      NanoCpus: Math.round(Math.min(limits.cpus, processors) * 1e9),
      PidsLimit: Math.max(toGroupTasks(limits.pids, hasNetwork), leastStartTasks),
      OomScoreAdj: 1000,
      OomKillDisable: false,
      Ulimits: [
        { Name: 'core', Soft: 0, Hard: 0 },
        { Name: 'nofile', Soft: 1024, Hard: 4096 },
      ],
    },
  };
}

/** To become the guest for good; of the daemon's user namespace alone, and given up before anything of a guest's runs. */
const untilSealed = ['SETGID', 'SETPCAP', 'SETUID'] as const;

const kept = 'nosuid,nodev,noexec';
const nothing = `ro,${kept},size=4096,nr_inodes=2,mode=0555`;

function toScratch(
  { scratchBytes, scratchInodes }: BodyFacts['limits'],
  { guest }: DockerIds,
): Readonly<Record<string, string>> {
  const bounds = `size=${scratchBytes},nr_inodes=${scratchInodes}`;
  return Object.fromEntries(
    Object.values(scratch).map(({ path, mode }) => [
      path,
      `rw,${kept},${bounds},mode=${mode},uid=${guest.uid},gid=${guest.gid}`,
    ]),
  );
}

/** For two sockets of ours, which we make in there; guests are not to find what else there is. */
function toLine({ gateway }: DockerIds): string {
  return `rw,${kept},size=4096,nr_inodes=3,mode=0711,uid=${gateway.uid},gid=${gateway.gid}`;
}
