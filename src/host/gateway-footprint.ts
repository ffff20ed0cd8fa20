// What a gateway and everything below it hold of the machine, as the host sees it: what must be the same again after a run.
import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { currentIdentity } from './process-identity.js';
import { familyOf, isAlive, namespacePidsOf } from './process-tree.js';

export interface GatewayFootprint {
  /** Of the gateway, and of what is below it where we may look. */
  readonly descriptors: number;
  /** Of the gateway and below it, that are no zombies. */
  readonly processes: number;
  /** Those of them that are in a sandbox: two pid namespaces further in than the gateway. */
  readonly sandboxed: number;
  /** Of the gateway, and of what is below it where we may look. */
  readonly mounts: number;
  readonly groups: readonly string[];
  readonly files: readonly string[];
}

export interface Leavings {
  readonly groups: string[];
  readonly files: string[];
}

/** @param gateway its process id */
export function footprintOf(gateway: number): GatewayFootprint {
  const family = familyOf(gateway).filter(isAlive);
  const depth = namespacePidsOf(gateway).length + 2;
  return {
    descriptors: sum(family, countDescriptors),
    processes: family.length,
    sandboxed: family.filter((pid) => namespacePidsOf(pid).length >= depth).length,
    mounts: sum(family, countMounts),
    ...leavingsOf(gateway),
  };
}

const sum = (family: readonly number[], count: (pid: number) => number): number =>
  family.reduce((total, pid) => total + count(pid), 0);

/** Its control groups and its runtime folder. @param gateway its process id; it may be gone by now */
export function leavingsOf(gateway: number): Leavings {
  return { groups: groupsOf(gateway), files: runtimeFilesOf(gateway) };
}

/** Open ones; none where the process is on its way out, or is not ours to look at. */
export function countDescriptors(pid: number): number {
  return countOrNone(() => readdirSync(`/proc/${pid}/fd`));
}

/** That it sees; none as above. */
export function countMounts(pid: number): number {
  return countOrNone(() => readFileSync(`/proc/${pid}/mountinfo`, 'utf8').trimEnd().split('\n'));
}

function countOrNone(list: () => readonly unknown[]): number {
  try {
    return list().length;
  } catch {
    return 0;
  }
}

function groupsOf(gateway: number): string[] {
  return cgroupMounts().flatMap((mount) => findBelow(mount, (name) => name.startsWith(`gw-${gateway}-`)));
}

function cgroupMounts(): string[] {
  return readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .filter((line) => / - cgroup2? /.test(line))
    .map((line) => line.split(' ')[4] ?? '');
}

/** Everything from a folder with such a name down. */
function findBelow(folder: string, wanted: (name: string) => boolean): string[] {
  return subfoldersOf(folder).flatMap((name) => {
    const path = join(folder, name);
    return wanted(name) ? [path, ...findBelow(path, () => true)] : findBelow(path, wanted);
  });
}

function subfoldersOf(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
  } catch {
    return [];
  }
}

function runtimeFilesOf(gateway: number): string[] {
  const { uid } = currentIdentity();
  const parents = [
    ...(uid === 0 ? ['/run/isolated-pymcp'] : []),
    `/run/user/${uid}/isolated-pymcp`,
    join(process.env['XDG_RUNTIME_DIR'] ?? '/nonexistent', 'isolated-pymcp'),
    join(tmpdir(), `isolated-pymcp-${uid}`),
  ];
  // The last of other gateways takes a parent with it, at any moment.
  return [...new Set(parents)].flatMap((parent) =>
    subfoldersOf(parent)
      .filter((name) => name.startsWith(`gw-${gateway}-`))
      .flatMap((name) => {
        const folder = join(parent, name);
        return [folder, ...everythingBelow(folder)];
      }),
  );
}

function everythingBelow(folder: string): string[] {
  try {
    const below = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    return below.map((path) => join(folder, path));
  } catch {
    // Something in it goes at this moment.
    return [];
  }
}
