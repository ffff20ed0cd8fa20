// A run in a container that waits, beside a command that Podman itself executes in one that runs.
import { join } from 'node:path';
import { PymcpError } from '#pymcp/core/errors.js';
import { chmod, mkdir } from '#pymcp/host/files.js';
import { containerBackend } from '#pymcp/sandbox/backends/container/backend.js';
import { requirePodman } from '#pymcp/sandbox/backends/container/podman-program.js';
import { buildRoot } from '#pymcp/sandbox/backends/standalone/build-root.js';
import type { Arena } from '../arena.js';
import type { Scenario } from '../scenario.js';
import { measureWarm, type TheirSandbox, warmName } from '../warm-engine.js';

export const containerWarm: Scenario = {
  name: 'container-warm',
  title: 'A run of `pass` in a container that waits',
  measure: (arena) =>
    measureWarm(arena, {
      theirs: 'podman exec in a container that runs',
      ours: 'pool of containers, through the library',
      target: 'containerWarm',
      backend: containerBackend,
      startTheirs,
    }),
};

async function startTheirs(arena: Arena): Promise<TheirSandbox | string> {
  const podman = await requirePodman().catch((error: unknown) => {
    if (error instanceof PymcpError) return error.message;
    throw error;
  });
  if (typeof podman === 'string') return podman;
  const { path, runtime } = podman;
  const { installation, scratch, ourselves } = arena;
  // Podman refuses long paths, and writes what it mounts on into the root.
  const [root, store] = [join(scratch, 'root'), join(scratch, 's')];
  await mkdir(store, { mode: 0o700 });
  const binds = installation.binds.map((bind) => ({ source: bind, destination: bind }));
  const folders = ['/proc', '/sys', '/tmp', '/dev', '/run', '/etc'];
  await buildRoot(root, { binds, folders, links: installation.links, files: {} });
  await chmod(root, 0o755);
  const command = [
    ...[path, '--root', store, '--runroot', join(store, 'r'), '--tmpdir', join(store, 't')],
    ...['--storage-driver', 'vfs', '--cgroup-manager', 'cgroupfs', '--runtime', runtime.path],
  ];
  const hardened = [
    '--read-only',
    '--cap-drop',
    'all',
    '--security-opt',
    'no-new-privileges',
    '--network',
    'none',
  ];
  const volumes = binds.flatMap(({ source }) => ['--volume', `${source}:${source}:ro`]);
  await ourselves.timeOnce([
    ...[
      ...command,
      'run',
      '--detach',
      '--rootfs',
      '--name',
      warmName,
      ...hardened,
      '--no-hosts',
      '--cgroups',
      runtime.cgroups,
    ],
    ...['--log-driver', 'none', '--ulimit', 'nofile=1024:4096', '--ulimit', 'nproc=1024:1024', ...volumes],
    ...[root, installation.interpreter, '-I', '-c', 'import time; time.sleep(1e6)'],
  ]);
  return {
    timeOnce: (words) => ourselves.timeOnce([...command, 'exec', warmName, ...words]),
    end: async () => {
      await ourselves.timeOnce([...command, 'rm', '--force', '--time', '0', warmName]);
    },
  };
}
