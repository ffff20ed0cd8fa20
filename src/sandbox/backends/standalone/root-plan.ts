// The file tree of a standalone sandbox, without an image: read-only binds of what Python needs, as in the jail of bubblewrap,
// a small /etc, and places to mount on. Pure.
import { PymcpError } from '../../../core/errors.js';
import { type JailedProgram, packagesFolder } from '../../backend-contract.js';
import type { PythonInstallation } from '../bubblewrap/python-installation.js';
import { programFolder, programPath } from '../bubblewrap/template-plan.js';

/** Where a sandbox finds its own program, and the gateway's socket. */
export const guestPath = '/opt/pymcp';
export const socketFolder = '/opt/line';
export const socketName = 'sock';
export const socketPath = `${socketFolder}/${socketName}`;
/** Of the proxy's, beside it. */
export const egressName = 'egress.sock';
export const workspacePath = '/workspace';
export const home = '/home/mcp';
/** Each a tmpfs of its own: name → where it is, and its mode. */
export const scratch = {
  tmp: { path: '/tmp', mode: '1777' },
  shm: { path: '/dev/shm', mode: '1777' },
  home: { path: home, mode: '700' },
} as const;

/** Shown read-only. */
export interface Bind {
  /** On the host. */
  readonly source: string;
  readonly destination: string;
}

export interface RootPlan {
  readonly binds: readonly Bind[];
  /** Absolute paths to mount on. */
  readonly folders: readonly string[];
  /** Absolute path → target. */
  readonly links: Readonly<Record<string, string>>;
  /** Absolute path → text. */
  readonly files: Readonly<Record<string, string>>;
}

/** Of the host, what a standalone sandbox is shown. */
export interface RootFacts {
  readonly python: PythonInstallation;
  /** Path below /etc → text. */
  readonly etcFiles: Readonly<Record<string, string>>;
  /** Host folders. */
  readonly guestFolder: string;
  readonly socketFolder: string;
  /** null where it has no network. */
  readonly egressSocketPath: string | null;
  readonly hasWorkspace: boolean;
  /** Host folders: of the packages of an environment, and of what is shown where Python looks for packages. */
  readonly packages: { readonly place: string; readonly siteFolder: string } | null;
  readonly program: JailedProgram | null;
}

/** Folders that a sandbox has of its own. */
const ownFolders = ['/proc', '/sys', '/dev', '/tmp', '/run', '/home', '/env', '/workspace'] as const;

/** @throws PymcpError `host.unsupported` where the interpreter lies where a sandbox has folders of its own */
export function toRootPlan(facts: RootFacts): RootPlan {
  const { python, etcFiles, egressSocketPath, packages, program } = facts;
  for (const path of python.binds) refuseOwn(path, python.interpreter);
  const readOnly = (source: string, destination: string): Bind => ({ source, destination });
  const binds: Bind[] = [
    ...python.binds.map((path) => readOnly(path, path)),
    readOnly(facts.guestFolder, guestPath),
    readOnly(facts.socketFolder, socketFolder),
    ...(packages === null
      ? []
      : [
          readOnly(packages.place, packagesFolder),
          ...python.siteFolders.map((path) => readOnly(packages.siteFolder, path)),
        ]),
    ...(egressSocketPath === null ? [] : [readOnly(egressSocketPath, `${socketFolder}/${egressName}`)]),
    ...(program === null ? [] : bindProgram(program, readOnly)),
  ];
  return {
    binds,
    folders: [
      '/proc',
      '/sys',
      '/dev',
      '/run',
      '/etc',
      ...(facts.hasWorkspace ? [workspacePath] : []),
      ...Object.values(scratch).map(({ path }) => path),
    ],
    links: {
      ...withoutCovered(python.links, python.binds),
      ...Object.fromEntries(
        Object.entries(python.etcLinks).map(([path, target]) => [`/etc/${path}`, target]),
      ),
    },
    files: Object.fromEntries(Object.entries(etcFiles).map(([path, text]) => [`/etc/${path}`, text])),
  };
}

function bindProgram(
  { executable, files }: JailedProgram,
  readOnly: (source: string, destination: string) => Bind,
): Bind[] {
  return [
    readOnly(executable, programPath),
    ...Object.entries(files).map(([name, path]) => readOnly(path, `${programFolder}/${name}`)),
  ];
}

/** What is bound has its own links. */
function withoutCovered(
  links: Readonly<Record<string, string>>,
  binds: readonly string[],
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(links).filter(
      ([path]) => !binds.some((bind) => path === bind || path.startsWith(`${bind}/`)),
    ),
  );
}

function refuseOwn(path: string, interpreter: string): void {
  const folder = ownFolders.find((own) => path === own || path.startsWith(`${own}/`));
  if (folder === undefined) return;
  throw new PymcpError(
    'host.unsupported',
    `the Python at ${interpreter} needs files below ${folder}, where a sandbox has a folder of its own`,
    'use a Python that is installed elsewhere, e.g. /usr/bin/python3',
  );
}
