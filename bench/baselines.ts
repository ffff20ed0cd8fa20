// What a run is measured against: the same interpreter without a jail, and one bubblewrap jail per run with the
// namespaces and mounts that our sandboxes have. A pure function, so that the arguments can be printed and judged.
import type { PythonInstallation } from '../src/sandbox/backends/bubblewrap/python-installation.js';

/** `-S` leaves out `site`, whose cost is what the machine's .pth files import: the least that an interpreter can do. */
const programs = { withSite: ['-I', '-c', 'pass'], withoutSite: ['-I', '-S', '-c', 'pass'] } as const;

/** No jail at all. */
export function toPlainPython(python: PythonInstallation): string[] {
  return [python.interpreter, ...programs.withSite];
}

/**
 * One jail per run. Without what bubblewrap cannot do by itself: a cgroup, Landlock, a seccomp filter, sized inodes,
 * closed descriptors and the reading back of every layer. Our runs have all of these.
 */
export function toBubblewrapRun(
  bubblewrap: string,
  python: PythonInstallation,
  program: keyof typeof programs,
): string[] {
  return [
    bubblewrap,
    // The mount namespace is always bubblewrap's own.
    ...['--unshare-user', '--unshare-pid', '--unshare-ipc', '--unshare-uts', '--unshare-net'],
    '--unshare-cgroup',
    ...['--uid', '1000', '--gid', '1000', '--hostname', 'pymcp'],
    ...['--die-with-parent', '--new-session', '--cap-drop', 'ALL', '--clearenv'],
    ...python.binds.flatMap((path) => ['--ro-bind', path, path]),
    ...Object.entries(python.links).flatMap(([path, target]) => ['--symlink', target, path]),
    ...['--proc', '/proc', '--dev', '/dev'],
    ...['--size', '67108864', '--tmpfs', '/tmp', '--size', '67108864', '--tmpfs', '/dev/shm'],
    ...['--size', '67108864', '--tmpfs', '/home/mcp', '--chdir', '/home/mcp'],
    '--',
    python.interpreter,
    ...programs[program],
  ];
}
