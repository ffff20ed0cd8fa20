// Finds Podman and what it starts. Looked for where packages put them: somebody else's PATH must not choose what builds the jail.
import { PymcpError } from '../../../core/errors.js';
import { fileExists } from '../../../host/cgroup-fs.js';
import { isExecutable } from '../../../host/files.js';
import { currentIdentity } from '../../../host/process-identity.js';
import { runCommand } from '../../../host/run-command.js';
import { chooseRuntime, type Runtime } from './runtime.js';

export interface Podman {
  readonly path: string;
  readonly runtime: Runtime;
  /** null: root needs none. */
  readonly mappers: Mappers | null;
}

export interface Mappers {
  readonly newuidmap: string;
  readonly newgidmap: string;
}

const folders = ['/usr/bin', '/usr/sbin', '/usr/local/bin', '/usr/local/sbin'] as const;
const conmonPlaces = ['/usr/bin/conmon', '/usr/libexec/podman/conmon', '/usr/local/bin/conmon'] as const;
export const installPodman = 'sudo apt-get install -y podman';
export const installMappers = 'sudo apt-get install -y uidmap';

export function findInPackages(name: string): Promise<string | null> {
  return firstExecutable(folders.map((folder) => `${folder}/${name}`));
}

export function findConmon(): Promise<string | null> {
  return firstExecutable(conmonPlaces);
}

async function firstExecutable(places: readonly string[]): Promise<string | null> {
  for (const place of places) if (await isExecutable(place)) return place;
  return null;
}

/** Whether control groups of version 2 are all there is. */
export function hasUnifiedGroups(): boolean {
  return fileExists('/sys/fs/cgroup/cgroup.controllers');
}

export async function findRuntime(): Promise<Runtime | null> {
  const [crun, runc] = await Promise.all([findInPackages('crun'), findInPackages('runc')]);
  return chooseRuntime({ crun, runc }, hasUnifiedGroups());
}

export const installRuntime = (): string => `sudo apt-get install -y ${hasUnifiedGroups() ? 'crun' : 'runc'}`;

export async function findMappers(): Promise<Mappers | null> {
  const [newuidmap, newgidmap] = await Promise.all([
    findInPackages('newuidmap'),
    findInPackages('newgidmap'),
  ]);
  return newuidmap === null || newgidmap === null ? null : { newuidmap, newgidmap };
}

/** @throws PymcpError `host.program-missing` */
export async function requirePodman(): Promise<Podman> {
  const [path, conmon, runtime, found] = await Promise.all([
    findInPackages('podman'),
    findConmon(),
    findRuntime(),
    findMappers(),
  ]);
  if (path === null) throw missing('Podman is not installed', installPodman);
  if (conmon === null)
    throw missing('conmon, which Podman needs, is not installed', 'sudo apt-get install -y conmon');
  if (runtime === null)
    throw missing(
      'no program that makes containers (crun, runc) and fits the control groups of this machine is installed',
      installRuntime(),
    );
  const mappers = currentIdentity().uid === 0 ? null : found;
  if (currentIdentity().uid !== 0 && mappers === null)
    throw missing('newuidmap and newgidmap are not installed', installMappers);
  return { path, runtime, mappers };
}

/** e.g. "4.3.1"; null where it does not answer. */
export async function readVersion(path: string, pattern: RegExp): Promise<string | null> {
  // Podman looks at its folders before it says its version, and finds them by itself: one that is not the user's own is an error.
  const env = { PATH: '/usr/bin:/bin' };
  const { stdout } = await runCommand(path, ['--version'], { timeoutMs: 10_000, env });
  return stdout.match(pattern)?.[1] ?? null;
}

export const podmanVersion = /podman version (\S+)/;
export const runtimeVersion = /(?:crun|runc) version (\S+)/;

function missing(what: string, fix: string): PymcpError {
  return new PymcpError('host.program-missing', what, `install it: ${fix}`);
}
