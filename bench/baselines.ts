// What a run is measured against, as full argument lists. Pure functions, so that they can be printed and judged.
import type { PythonInstallation } from '#pymcp/sandbox/backends/bubblewrap/python-installation.js';

/** What a baseline's interpreter executes; ours get the same text. */
export const programs = {
  pass: 'pass',
  importPackages: 'import pandas, matplotlib.pyplot',
} as const;

/** No jail at all. */
export function toPlainPython(python: PythonInstallation, program: string): string[] {
  return [python.interpreter, '-I', '-c', program];
}

/**
 * One jail per run, with the namespaces and mounts that our sandboxes have. Without what bubblewrap cannot do by itself: a
 * cgroup, Landlock, a seccomp filter, sized inodes, closed descriptors and the reading back of every layer. Our runs have
 * all of these.
 * @param cache a folder that stays, where the program's packages keep what they find out once; null for none
 */
export function toBubblewrapRun(
  bubblewrap: string,
  python: PythonInstallation,
  program: string,
  cache: string | null = null,
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
    ...(cache === null ? [] : toPackageOptions(python, cache)),
    '--',
    ...toPlainPython(python, program),
  ];
}

/** What packages need beside the interpreter: links in /etc to libraries, and a cache that is not made anew each time. */
function toPackageOptions(python: PythonInstallation, cache: string): string[] {
  return [
    ...Object.entries(python.etcLinks).flatMap(([path, target]) => ['--symlink', target, `/etc/${path}`]),
    ...['--bind', cache, cache, '--setenv', 'MPLCONFIGDIR', cache],
  ];
}

/**
 * A container of the host's own files with a throw-away layer above them (`:O`), so that no image has to be fetched and the
 * same Python runs.
 */
export function toPodmanRun(podman: string, python: PythonInstallation, program: string): string[] {
  return [
    podman,
    ...['run', '--rm', '--network', 'none', '--cap-drop', 'all', '--security-opt', 'no-new-privileges'],
    ...['--log-driver', 'none', '--rootfs', '/:O'],
    ...toPlainPython(python, program),
  ];
}

/** gVisor's own short way to run a program over the host's files, read only for it. */
export function toRunscRun(
  runsc: string,
  python: PythonInstallation,
  program: string,
  rights: 'root' | 'rootless',
): string[] {
  return [
    runsc,
    // kvm needs its device, and the default is another one in each release: ptrace works everywhere.
    ...['--platform', 'ptrace', '--network', 'none', '--ignore-cgroups'],
    ...(rights === 'rootless' ? ['--rootless'] : []),
    'do',
    ...toPlainPython(python, program),
  ];
}

/** Python compiled to WebAssembly in a Node.js process of its own. @param worker path of bench/pyodide-run.mjs */
export function toPyodideRun(node: string, worker: string, pyodide: string, program: string): string[] {
  return [node, worker, pyodide, program];
}
