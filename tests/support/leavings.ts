// What a gateway has on the host besides processes: its control groups and its runtime folder.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Leavings {
  readonly groups: string[];
  readonly files: string[];
}

/** @param gateway its process id; it may be gone by now */
export function leavingsOf(gateway: number): Leavings {
  return { groups: groupsOf(gateway), files: runtimeFilesOf(gateway) };
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
  const uid = process.getuid?.() ?? 0;
  const parents = [
    ...(uid === 0 ? ['/run/isolated-pymcp'] : []),
    `/run/user/${uid}/isolated-pymcp`,
    join(process.env['XDG_RUNTIME_DIR'] ?? '/nonexistent', 'isolated-pymcp'),
    join(tmpdir(), `isolated-pymcp-${uid}`),
  ];
  return [...new Set(parents)].filter(existsSync).flatMap((parent) =>
    readdirSync(parent)
      .filter((name) => name.startsWith(`gw-${gateway}-`))
      .flatMap((name) => {
        const folder = join(parent, name);
        const below = readdirSync(folder, { recursive: true, encoding: 'utf8' });
        return [folder, ...below.map((path) => join(folder, path))];
      }),
  );
}
