// The outer jail as bubblewrap arguments: a pure function, tested by exact equality. It starts from nothing and adds.
// The sandboxes below it (guest/pymcp_guest) take everything else away.
import type { WorkspaceAccess } from '../../../core/workspace.js';
import { type JailedProgram, packagesFolder } from '../../backend-contract.js';
import { insideId, programFolder, programPath } from './template-plan.js';
import type { PythonInstallation } from './python-installation.js';

export interface OuterJail {
  readonly python: PythonInstallation;
  /** Host folder with the staged guest program. */
  readonly guestFolder: string;
  readonly socketPath: string;
  readonly cgroupFolders: readonly { readonly controller: string; readonly path: string }[];
  readonly workspace: SharedFolder | null;
  /** Of the egress proxy; null where no sandbox of this jail has a network. */
  readonly egressSocketPath: string | null;
  readonly program: JailedProgram | null;
  readonly packages: ShownTree | null;
}

export interface ShownTree {
  readonly folder: string;
  /** Host folder with what Python finds where it looks for packages when it starts (packages-place.ts). */
  readonly siteFolder: string;
}

interface SharedFolder {
  readonly path: string;
  readonly access: WorkspaceAccess;
}

/** Descriptors of the bubblewrap process, as spawn hands them over. */
export const argumentsFd = 3;

const templateTmpBytes = 32 * 1024 * 1024;

/** Environment of the template and of guest code: nothing of the host's. */
export const environment = {
  HOME: '/home/mcp',
  USER: 'mcp',
  LOGNAME: 'mcp',
  PATH: '/usr/bin',
  LANG: 'C.UTF-8',
  PYTHONDONTWRITEBYTECODE: '1',
  // A BLAS thread pool must not exist before a fork, and one processor's share is what a sandbox has.
  OPENBLAS_NUM_THREADS: '1',
  OMP_NUM_THREADS: '1',
  MPLCONFIGDIR: '/tmp/matplotlib',
  MPLBACKEND: 'agg',
} as const;

/** What stands on bubblewrap's own command line, which the template can read in /proc/1/cmdline: no host path. */
export function toOuterCommand(python: PythonInstallation): string[] {
  return [
    '--args',
    String(argumentsFd),
    '--',
    python.interpreter,
    '-I',
    '-B',
    '/opt/pymcp/start_template.py',
  ];
}

/** What goes through the `--args` descriptor, NUL-terminated each. */
export function toOuterOptions(jail: OuterJail): string[] {
  return [
    // jail.kernel: each namespace by name; --unshare-all has forms that may silently not happen. A cgroup namespace
    // here would make cgroup v2 refuse the sandboxes' joins (nsdelegate); they enter one of their own.
    ...['--unshare-user', '--unshare-pid', '--unshare-ipc', '--unshare-uts', '--unshare-net'],
    // user.mcp
    ...['--uid', String(insideId), '--gid', String(insideId)],
    ...['--hostname', 'pymcp'],
    // A gateway that is killed takes the template, and so every sandbox, with it.
    '--die-with-parent',
    '--new-session',
    // The template is pid 1 and reaps: bubblewrap's own init would be left to the host as a zombie.
    '--as-pid-1',
    ...jail.python.binds.flatMap((path) => ['--ro-bind', path, path]),
    ...Object.entries(jail.python.links).flatMap(([path, target]) => ['--symlink', target, path]),
    ...['--proc', '/proc', '--dev', '/dev'],
    ...['--size', String(templateTmpBytes), '--tmpfs', '/tmp'],
    ...['--dir', '/etc', '--dir', '/home/mcp', '--dir', '/run/gw/cg'],
    ...['--ro-bind', jail.guestFolder, '/opt/pymcp'],
    ...['--bind', jail.socketPath, '/run/gw/sock'],
    ...jail.cgroupFolders.flatMap(({ controller, path }) => ['--bind', path, `/run/gw/cg/${controller}`]),
    ...(jail.egressSocketPath === null ? [] : ['--bind', jail.egressSocketPath, '/run/gw/egress.sock']),
    ...(jail.workspace === null ? [] : bindWorkspace(jail.workspace)),
    ...(jail.program === null ? [] : bindProgram(jail.program)),
    ...(jail.packages === null ? [] : bindPackages(jail.packages, jail.python.siteFolders)),
    ...Object.entries(environment).flatMap(([name, value]) => ['--setenv', name, value]),
    ...['--chdir', '/'],
  ];
}

/** path.contained: read-only already here, unless it is to be written; the sandboxes show it, with its masks, elsewhere. */
function bindWorkspace({ path, access }: SharedFolder): string[] {
  return [access === 'writable' ? '--bind' : '--ro-bind', path, '/run/gw/ws'];
}

function bindProgram({ executable, files }: JailedProgram): string[] {
  return [
    ...['--ro-bind', executable, programPath],
    ...Object.entries(files).flatMap(([name, path]) => ['--ro-bind', path, `${programFolder}/${name}`]),
  ];
}

/** After the folders of Python, which may be around some of these. */
function bindPackages({ folder, siteFolder }: ShownTree, siteFolders: readonly string[]): string[] {
  return [
    ...['--ro-bind', folder, packagesFolder],
    ...siteFolders.flatMap((path) => ['--ro-bind', siteFolder, path]),
  ];
}

/** The bytes for the `--args` descriptor. */
export function encodeOuterOptions(options: readonly string[]): Buffer {
  return Buffer.from(options.map((option) => `${option}\0`).join(''));
}
