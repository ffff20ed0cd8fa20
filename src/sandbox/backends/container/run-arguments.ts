// What Podman is told of one container: its command line, its settings and its environment. Pure, tested by exact equality.
// Everything that Podman keeps is below one folder, which is gone with the container (guest/pymcp_guest/container_stage.py).
import { environment } from '../bubblewrap/outer-jail.js';
import { insideId } from '../bubblewrap/template-plan.js';
import { guestPath } from '../standalone/root-plan.js';
import type { Runtime } from './runtime.js';

export interface RunFacts {
  /** Absolute path. */
  readonly podman: string;
  readonly runtime: Runtime;
  /** Where Podman finds what it writes; it refuses long paths. */
  readonly box: string;
  readonly interpreter: string;
  /** Unique on this machine, for a person who looks for it. */
  readonly name: string;
  /** As the gateway's runtime folder is named. */
  readonly gateway: string;
  /** Of the proxy; null where the sandbox has no network. */
  readonly egressSocketPath: string | null;
  /** Paths below /proc and /sys that are covered by empty ones. */
  readonly masked: readonly string[];
}

/** user_namespaces(7): within the container's own user namespace. */
const ownCapabilities = ['sys_admin', 'setpcap'] as const;
/** As in the jail. */
const mostTerminals = 16;

/** Names below the box. */
export const seccompFile = 'seccomp.json';
export const settingsFile = 'containers.conf';
export const storageFile = 'storage.conf';

/** Connections to the gateway, from descriptor 3 on; behind them the proxy's socket. */
const connections = 4;
/** Of the two ids of the user namespace that Podman is in: 0 is the guest's user outside, 1 nobody's. */
const [guestId, nobodyId] = [0, 1];

export function toRunCommand(facts: RunFacts): string[] {
  const { podman, runtime, box, interpreter, name, gateway, masked, egressSocketPath } = facts;
  const handed = connections + (egressSocketPath === null ? 0 : 1);
  return [
    podman,
    // The user's own containers, images, networks and settings are not these.
    ...['--root', `${box}/storage`, '--runroot', `${box}/run`, '--tmpdir', `${box}/tmp`],
    ...['--network-config-dir', `${box}/networks`, '--hooks-dir', `${box}/hooks`],
    ...['--storage-driver', 'vfs', '--cgroup-manager', 'cgroupfs', '--events-backend', 'none'],
    ...['--runtime', runtime.path],
    ...['run', '--detach', '--rm', '--rootfs', '--pull', 'never', '--restart', 'no'],
    ...['--name', name, '--label', `isolated-pymcp.gateway=${gateway}`],
    // jail.kernel
    ...['--read-only', '--read-only-tmpfs=false', '--cap-drop', 'all'],
    // Pid 1, which is ours, has these two until it sees no control group above its own; guest code has none.
    ...ownCapabilities.flatMap((name) => ['--cap-add', name]),
    ...['--security-opt', 'no-new-privileges', '--security-opt', `seccomp=${box}/${seccompFile}`],
    // What is shown belongs to the host and has its labels, which a container's label could not read.
    ...['--security-opt', 'label=disable'],
    ...['--security-opt', `mask=${masked.join(':')}`],
    // user.mcp: the only two ids that there are.
    ...['--uidmap', `${insideId}:${guestId}:1`, '--uidmap', `0:${nobodyId}:1`],
    ...['--gidmap', `${insideId}:${guestId}:1`, '--gidmap', `0:${nobodyId}:1`],
    ...['--user', `${insideId}:${insideId}`],
    // net.none
    ...['--network', 'none', '--no-hosts', '--http-proxy=false'],
    // A /dev/shm of Podman's would be mounted where the host sees it, and counts no inodes.
    ...['--ipc', 'none', '--pid', 'private', '--uts', 'private', '--cgroupns', 'private'],
    ...['--volume', `${box}/shm:/dev/shm:rw,nosuid,nodev,noexec`],
    // No queues, which would be mounted there, and few terminals, which are memory of the kernel.
    ...['--volume', `${box}/nothing:/dev/mqueue:ro,nosuid,nodev,noexec`],
    ...['--mount', `type=devpts,destination=/dev/pts,max=${mostTerminals}`],
    // limit.memory limit.cpu: the gateway's own control groups hold them, with the total.
    ...['--cgroups', runtime.cgroups],
    ...['--log-driver', 'passthrough', `--preserve-fds=${handed}`, '--pidfile', `${box}/pid`],
    ...['--systemd', 'false', '--sdnotify', 'ignore', '--no-healthcheck', '--passwd=false'],
    ...['--image-volume', 'ignore', '--hostname', 'pymcp', '--workdir', '/', '--umask', '0022'],
    '--unsetenv-all',
    ...Object.entries(environment).flatMap(([key, value]) => ['--env', `${key}=${value}`]),
    `${box}/place`,
    ...[interpreter, '-I', '-B', `${guestPath}/start_standalone.py`],
  ];
}

/** Of Podman's process: nothing of the gateway's, and no folder of the user's. */
export function toPodmanEnvironment(box: string, user: number, group: number): Record<string, string> {
  return {
    PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
    HOME: `${box}/home`,
    TMPDIR: `${box}/work`,
    XDG_RUNTIME_DIR: `${box}/runtime`,
    XDG_CONFIG_HOME: `${box}/home`,
    XDG_DATA_HOME: `${box}/home`,
    CONTAINERS_CONF: `${box}/${settingsFile}`,
    CONTAINERS_STORAGE_CONF: `${box}/${storageFile}`,
    // As `podman unshare` says it: the user namespace is there, and it need not make one with a process that keeps it.
    _CONTAINERS_USERNS_CONFIGURED: 'done',
    _CONTAINERS_ROOTLESS_UID: String(user),
    _CONTAINERS_ROOTLESS_GID: String(group),
  };
}

/** Instead of every containers.conf of the machine and of the user. */
export function toSettings(box: string): string {
  return [
    '[containers]',
    'default_ulimits = []',
    'pids_limit = 0',
    '[engine]',
    // In shared memory, they would be those of the user's own containers.
    'lock_type = "file"',
    'events_logger = "none"',
    'cgroup_manager = "cgroupfs"',
    `hooks_dir = ["${box}/hooks"]`,
    '[network]',
    'network_backend = "netavark"',
    '',
  ].join('\n');
}

export function toStorageSettings(box: string): string {
  return ['[storage]', 'driver = "vfs"', `graphroot = "${box}/storage"`, `runroot = "${box}/run"`, ''].join(
    '\n',
  );
}
