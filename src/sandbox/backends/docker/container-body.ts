// What Docker is told of one container (ContainerCreate in its API). Pure, tested by exact equality: whatever is not said here is
// Docker's default, and each default that would give something is said.
import { environment } from '../bubblewrap/outer-jail.js';
import { type Bind, guestPath, scratch } from '../standalone/root-plan.js';
import type { JailLimits } from '../../../core/limits.js';
import { leastStartTasks, ownMemoryBytes, toGroupTasks } from './docker-levels.js';
import { dockerProfile } from './docker-profile.js';

export interface BodyFacts {
  /** NAME:TAG */
  readonly image: string;
  readonly interpreter: string;
  /** As the gateway's runtime folder is named. */
  readonly gateway: string;
  /** user.mcp: outside, which is inside, too. */
  readonly user: number;
  readonly group: number;
  readonly binds: readonly Bind[];
  /** Paths below /proc, and /sys, that are covered by empty ones. */
  readonly masked: readonly string[];
  readonly limits: Pick<JailLimits, 'memoryBytes' | 'cpus' | 'pids' | 'scratchBytes' | 'scratchInodes'>;
  readonly hasNetwork: boolean;
  /** Of the machine: Docker refuses more. */
  readonly processors: number;
}

export type ContainerBody = ReturnType<typeof toContainerBody>;

export const gatewayLabel = 'isolated-pymcp.gateway';

// The type of what it returns is what it returns, word for word.
// eslint-disable-next-line @typescript-eslint/explicit-module-boundary-types, @typescript-eslint/explicit-function-return-type
export function toContainerBody(facts: BodyFacts) {
  const { image, interpreter, gateway, user, group, binds, masked, limits, hasNetwork, processors } = facts;
  const memory = limits.memoryBytes + ownMemoryBytes;
  return {
    Image: image,
    Entrypoint: [interpreter, '-I', '-B', `${guestPath}/start_standalone.py`],
    Cmd: [] as string[],
    Env: Object.entries(environment).map(([key, value]) => `${key}=${value}`),
    User: `${user}:${group}`,
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
      CapAdd: [] as string[],
      CapDrop: ['ALL'],
      // Its labels of SELinux are the host's, as what is shown has them.
      SecurityOpt: ['no-new-privileges', `seccomp=${JSON.stringify(dockerProfile)}`, 'label=disable'],
      NetworkMode: 'none',
      PidMode: '',
      UTSMode: '',
      CgroupnsMode: 'private',
      // A /dev/shm of Docker's counts no inodes.
      IpcMode: 'none',
      MaskedPaths: [...masked],
      ReadonlyPaths: [] as string[],
      Devices: [] as string[],
      Mounts: binds.map(({ source, destination }) => ({
        Type: 'bind',
        Source: source,
        Target: destination,
        ReadOnly: true,
        BindOptions: { Propagation: 'private', NonRecursive: true },
      })),
      Tmpfs: {
        ...toScratch(limits, user, group),
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

const kept = 'nosuid,nodev,noexec';
const nothing = `ro,${kept},size=4096,nr_inodes=2,mode=0555`;

function toScratch(
  { scratchBytes, scratchInodes }: BodyFacts['limits'],
  user: number,
  group: number,
): Readonly<Record<string, string>> {
  const bounds = `size=${scratchBytes},nr_inodes=${scratchInodes}`;
  return Object.fromEntries(
    Object.values(scratch).map(({ path, mode }) => [
      path,
      `rw,${kept},${bounds},mode=${mode},uid=${user},gid=${group}`,
    ]),
  );
}
