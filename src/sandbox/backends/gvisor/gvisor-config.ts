// What runsc is told of one sandbox: its OCI configuration and its command line. Pure.
import type { JailLimits } from '../../../core/limits.js';
import { environment } from '../bubblewrap/outer-jail.js';
import type { PythonInstallation } from '../bubblewrap/python-installation.js';
import { guestPath, home, type RootPlan, scratchFolders } from '../../standalone/root-plan.js';

interface Mount {
  readonly destination: string;
  readonly type: string;
  readonly source: string;
  readonly options: readonly string[];
}

export interface BundleFacts {
  readonly python: PythonInstallation;
  /** Host folder of the skeleton. */
  readonly rootFolder: string;
  readonly root: RootPlan;
  readonly limits: Pick<JailLimits, 'scratchBytes'>;
}

/** Of pid 1, until it has hidden what is to be hidden and is another user: nothing of the host's is behind them. */
const capabilities = ['CAP_SYS_ADMIN', 'CAP_SETUID', 'CAP_SETGID', 'CAP_SETPCAP'] as const;

export function toBundleConfig({ python, rootFolder, root, limits }: BundleFacts): object {
  const sets = ['bounding', 'effective', 'permitted'] as const;
  return {
    ociVersion: '1.0.2',
    hostname: 'pymcp',
    root: { path: rootFolder, readonly: true },
    process: {
      terminal: false,
      user: { uid: 0, gid: 0 },
      args: [python.interpreter, '-I', '-B', `${guestPath}/start_standalone.py`],
      env: Object.entries(environment).map(([name, value]) => `${name}=${value}`),
      cwd: '/',
      capabilities: Object.fromEntries(sets.map((set) => [set, capabilities])),
      noNewPrivileges: true,
    },
    mounts: [...ownMounts(limits), ...root.binds.map(toMount)],
    linux: { namespaces: ['pid', 'network', 'ipc', 'uts', 'mount'].map((type) => ({ type })) },
  };
}

function ownMounts({ scratchBytes }: Pick<JailLimits, 'scratchBytes'>): Mount[] {
  return [
    { destination: '/proc', type: 'proc', source: 'proc', options: ['nosuid', 'nodev', 'noexec'] },
    ...scratchFolders.map((destination) => ({
      destination,
      type: 'tmpfs',
      source: 'tmpfs',
      options: [
        ...['nosuid', 'nodev', 'noexec', `size=${scratchBytes}`],
        `mode=${destination === home ? '0777' : '1777'}`,
      ],
    })),
  ];
}

function toMount({ source, destination, access }: RootPlan['binds'][number]): Mount {
  const isWritable = access === 'writable';
  return {
    destination,
    type: 'bind',
    source,
    options: ['rbind', isWritable ? 'rw' : 'ro', 'nosuid', 'nodev'],
  };
}

export interface CommandFacts {
  readonly runsc: string;
  readonly interpreter: string;
  /** Host folder with the staged guest program. */
  readonly guestFolder: string;
  readonly gateway: number;
  readonly membershipFiles: readonly string[];
  /** A folder of the guest's own. */
  readonly stateFolder: string;
  readonly bundle: string;
  /** Unique on this machine. */
  readonly name: string;
  /** Something outside may change what is bound into it. */
  readonly isShared: boolean;
}

export function toVesselCommand(facts: CommandFacts): string[] {
  return [
    ...[facts.interpreter, '-I', '-B', `${facts.guestFolder}/start_vessel.py`, String(facts.gateway)],
    ...[...facts.membershipFiles, '--', facts.runsc],
    ...['--root', facts.stateFolder, '--rootless', '--platform=ptrace'],
    // net.none: no network of the host's, and of its sockets only those that are bound into it.
    ...['--network=none', '--host-uds=open', '--host-fifo=none', '--net-raw=false'],
    // The control groups are ours.
    '--ignore-cgroups',
    `--file-access-mounts=${facts.isShared ? 'shared' : 'exclusive'}`,
    ...['run', '--bundle', facts.bundle, facts.name],
  ];
}
