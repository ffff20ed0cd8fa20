// What runsc is told of one sandbox: its OCI configuration and its command line. Pure.
import { isInside } from '../../../core/refused-folders.js';
import type { WorkspaceAccess } from '../../../core/workspace.js';
import { environment } from '../bubblewrap/outer-jail.js';
import type { PythonInstallation } from '../bubblewrap/python-installation.js';
import { guestPath, type RootPlan, scratch, socketFolder, workspacePath } from '../standalone/root-plan.js';

interface Mount {
  readonly destination: string;
  readonly type: string;
  readonly source: string;
  readonly options: readonly string[];
}

export interface BundleFacts {
  readonly python: PythonInstallation;
  readonly root: RootPlan;
  /** Host folder that guest/start_vessel.py mounts a copy of the skeleton, scratch folders and workspace in. */
  readonly view: string;
  /** null where none is shown. */
  readonly workspace: WorkspaceAccess | null;
}

/** Of pid 1, until it has hidden what is to be hidden and is another user: nothing of the host's is behind them. */
const capabilities = [
  ...(['CAP_SYS_ADMIN', 'CAP_SETUID', 'CAP_SETGID', 'CAP_SETPCAP', 'CAP_CHOWN'] as const),
  // This one it keeps: it interrupts guest code, which is another user and cannot signal it.
  'CAP_KILL',
] as const;

export function toBundleConfig({ python, root, view, workspace }: BundleFacts): object {
  const sets = ['bounding', 'effective', 'permitted'] as const;
  return {
    ociVersion: '1.0.2',
    hostname: 'pymcp',
    root: { path: `${view}/root`, readonly: true },
    process: {
      terminal: false,
      user: { uid: 0, gid: 0 },
      args: [python.interpreter, '-I', '-B', `${guestPath}/start_standalone.py`],
      env: Object.entries(environment).map(([name, value]) => `${name}=${value}`),
      cwd: '/',
      capabilities: Object.fromEntries(sets.map((set) => [set, capabilities])),
      noNewPrivileges: true,
    },
    mounts: [
      { destination: '/proc', type: 'proc', source: 'proc', options: ['nosuid', 'nodev', 'noexec'] },
      ...Object.entries(scratch).map(([name, { path }]) => toMount(`${view}/${name}`, path, 'rw')),
      ...root.binds.map(({ source, destination }) => toMount(source, destination, 'ro')),
      ...(workspace === null
        ? []
        : [toMount(`${view}${workspacePath}`, workspacePath, workspace === 'writable' ? 'rw' : 'ro')]),
    ],
    linux: { namespaces: ['pid', 'network', 'ipc', 'uts', 'mount'].map((type) => ({ type })) },
  };
}

const data = [workspacePath, guestPath, socketFolder] as const;

function toMount(source: string, destination: string, access: 'rw' | 'ro'): Mount {
  // What is written is data, and never a program. What is ours may lie where programs cannot be, and a flag of that place stays.
  const mayRun = access === 'ro' && !data.some((folder) => isInside(destination, folder)) ? [] : ['noexec'];
  return { destination, type: 'bind', source, options: ['rbind', access, 'nosuid', 'nodev', ...mayRun] };
}

export interface CommandFacts {
  readonly runsc: string;
  /** A folder of the guest's own. */
  readonly stateFolder: string;
  readonly bundle: string;
  /** Unique on this machine. */
  readonly name: string;
  /** Something outside may change what is bound into it. */
  readonly isShared: boolean;
}

/** What becomes of guest/start_vessel.py. */
export function toRunscCommand(facts: CommandFacts): string[] {
  return [
    ...[facts.runsc, '--root', facts.stateFolder, '--rootless', '--platform=ptrace'],
    // net.none: no network of the host's, and of its sockets only those that are bound into it.
    ...['--network=none', '--host-uds=open', '--host-fifo=none', '--net-raw=false'],
    // The control groups are ours.
    '--ignore-cgroups',
    `--file-access-mounts=${facts.isShared ? 'shared' : 'exclusive'}`,
    ...['run', '--bundle', facts.bundle, facts.name],
  ];
}
