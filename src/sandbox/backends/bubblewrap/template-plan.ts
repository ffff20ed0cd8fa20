// What the template is told once, and what it is told for each sandbox. Read by guest/pymcp_guest/plan.py. Pure.
import type { JailLimits } from '../../../core/limits.js';
import { PymcpError } from '../../../core/errors.js';
import type { Workspace, WorkspaceAccess } from '../../../core/workspace.js';
import { packagesFolder, type SandboxPolicy } from '../../backend-contract.js';
import type { Cover } from '../../workspace/plan-covers.js';
import type { PythonInstallation } from './python-installation.js';

export interface TemplatePlan {
  /** Base64 of struct sock_filter[]. */
  readonly seccompFilter: string;
  readonly topFolders: readonly string[];
  /** [target, path] */
  readonly topLinks: readonly (readonly [string, string])[];
  readonly etcFiles: Readonly<Record<string, string>>;
  readonly etcLinks: Readonly<Record<string, string>>;
  readonly executables: readonly string[];
  readonly preload: readonly string[];
  readonly optionalPreload: readonly string[];
  readonly workspace: WorkspacePlan | null;
  readonly packages: FolderIdentity | null;
  /** net.none: whether its sandboxes get a relay. */
  readonly hasNetwork: boolean;
}

/** Numbers of 64 bits, as text: JSON's have 53. */
interface FolderIdentity {
  readonly device: string;
  readonly inode: string;
}

interface WorkspacePlan extends FolderIdentity {
  readonly access: WorkspaceAccess;
}

export interface LaunchPlan {
  readonly id: number;
  readonly token: string;
  readonly joinFiles: readonly string[];
  readonly scratchBytes: number;
  readonly scratchInodes: number;
  readonly fileBytes: number;
  readonly openFiles: number;
  readonly processes: number | null;
  readonly dataBytes: number | null;
  /** path.protected: folders before what is in them. */
  readonly protected: readonly Cover[];
  /** Where it has no mounts. */
  readonly scratchFolder?: string;
}

/** user.mcp: the user and group id inside. */
export const insideId = 1000;

/**
 * The whole /etc of a sandbox: who `mcp` is, whom else files can belong to (root's, and everybody's who is nobody inside, show
 * as `nobody`), what loopback is called, and the names of ports that libraries look up. Nobody can become one of the others: no
 * id but that of `mcp` means anything inside.
 */
const toEtcFiles = (id: number): Readonly<Record<string, string>> => ({
  passwd:
    'root:x:0:0:root:/nonexistent:/usr/sbin/nologin\n' +
    `mcp:x:${id}:${id}:mcp:/home/mcp:/usr/sbin/nologin\n` +
    'nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n',
  group: `root:x:0:\nmcp:x:${id}:\nnogroup:x:65534:\n`,
  hosts: '127.0.0.1 localhost pymcp\n::1 localhost\n',
  services:
    'ftp 21/tcp\nssh 22/tcp\nsmtp 25/tcp\ndomain 53/tcp\ndomain 53/udp\nhttp 80/tcp\nntp 123/udp\nhttps 443/tcp\n',
  protocols: 'icmp 1 ICMP\ntcp 6 TCP\nudp 17 UDP\nipv6-icmp 58 IPv6-ICMP\n',
  'nsswitch.conf': 'passwd: files\ngroup: files\nhosts: files\nservices: files\nprotocols: files\n',
  hostname: 'pymcp\n',
});

/** Where a sandbox that is to become another program finds it (SandboxPolicy.program). */
export const programFolder = '/srv';
export const programPath = `${programFolder}/program`;

/** Folders of the root that the sandbox makes for itself. */
const ownFolders: ReadonlySet<string> = new Set(['/dev', '/proc', '/run', '/tmp']);

/** Where OpenSSL of Debian, and whatever is told by SSL_CERT_FILE, finds whom to trust. */
const caBundleFile = 'ssl/certs/ca-certificates.crt';

/**
 * @param caBundle whom programs with a network may trust; null: none has one
 * @param tree with the packages of an environment, as it was looked at; null: those that are installed
 * @param user the id of `mcp`, where it is not the one of the jail
 * @throws PymcpError `host.unsupported` where the interpreter lies where a sandbox has folders of its own
 */
export function toTemplatePlan(
  python: PythonInstallation,
  seccompFilter: Uint8Array,
  { preload, optionalPreload = [], program }: Pick<SandboxPolicy, 'preload' | 'optionalPreload' | 'program'>,
  workspace: Workspace | null,
  caBundle: string | null = null,
  tree: { readonly device: bigint; readonly inode: bigint } | null = null,
  user: number = insideId,
): TemplatePlan {
  const etcFiles = toEtcFiles(user);
  const topFolders = new Set(python.binds.map((path) => `/${path.split('/')[1] ?? ''}`));
  topFolders.delete('/etc');
  for (const folder of topFolders) {
    if (!ownFolders.has(folder) && (tree === null || folder !== packagesFolder)) continue;
    throw new PymcpError(
      'host.unsupported',
      `the Python at ${python.interpreter} needs files below ${folder}, where a sandbox has a folder of its own`,
      'use a Python that is installed elsewhere, e.g. /usr/bin/python3',
    );
  }
  if (program !== undefined) topFolders.add(programFolder);
  if (tree !== null) topFolders.add(packagesFolder);
  const isTopLevel = ([path]: [string, string]): boolean => path.lastIndexOf('/') === 0;
  return {
    seccompFilter: Buffer.from(seccompFilter).toString('base64'),
    topFolders: [...topFolders].sort(),
    topLinks: Object.entries(python.links)
      .filter(isTopLevel)
      .map(([path, target]) => [target, path]),
    etcFiles: caBundle === null ? etcFiles : { ...etcFiles, [caBundleFile]: caBundle },
    etcLinks: python.etcLinks,
    executables: [python.interpreter, python.loader, ...(program === undefined ? [] : [programPath])],
    preload,
    optionalPreload,
    workspace: workspace === null ? null : toWorkspacePlan(workspace),
    packages: tree === null ? null : { device: String(tree.device), inode: String(tree.inode) },
    hasNetwork: caBundle !== null,
  };
}

function toWorkspacePlan({ access, device, inode }: Workspace): WorkspacePlan {
  return { access, device: String(device), inode: String(inode) };
}

export interface LaunchFacts {
  readonly id: number;
  readonly token: string;
  readonly joinFiles: readonly string[];
  /** A cgroup holds the memory of the whole sandbox. */
  readonly memoryHeld: boolean;
  /** RLIMIT_NPROC is counted in the sandbox's own user namespace. */
  readonly processesCountedPerNamespace: boolean;
  readonly covers: readonly Cover[];
  /** Processes of ours beside the program's: the reaper, and the relay where there is one. */
  readonly ownProcesses: number;
}

/**
 * RLIMIT_DATA of one process in parts of the sandbox's memory, where only the watchdog holds that. A backstop for a
 * gateway that is late: nearer to the limit, it would be a matter of luck whether a program ends by the watchdog or
 * goes on with a MemoryError.
 */
const dataBackstop = 3;

export function toLaunchPlan(limits: JailLimits, facts: LaunchFacts): LaunchPlan {
  return {
    id: facts.id,
    token: facts.token,
    joinFiles: facts.joinFiles,
    scratchBytes: limits.scratchBytes,
    scratchInodes: limits.scratchInodes,
    fileBytes: limits.fileBytes,
    openFiles: limits.openFiles,
    processes: facts.processesCountedPerNamespace ? limits.pids + facts.ownProcesses : null,
    dataBytes: facts.memoryHeld ? null : dataBackstop * limits.memoryBytes,
    protected: facts.covers,
  };
}
