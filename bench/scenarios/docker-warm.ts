// A run in a container of Docker's that waits, beside a command that Docker itself executes in one that runs.
import { join } from 'node:path';
import { PymcpError } from '#pymcp/core/errors.js';
import { packFolders } from '#pymcp/host/pack-folders.js';
import { dockerBackend } from '#pymcp/sandbox/backends/docker/backend.js';
import { DockerDaemon } from '#pymcp/sandbox/backends/docker/docker-daemon.js';
import { buildRoot } from '#pymcp/sandbox/backends/standalone/build-root.js';
import type { Arena } from '../arena.js';
import { findProgram } from '../participants/find-program.js';
import type { Scenario } from '../scenario.js';
import { measureWarm, type TheirSandbox, warmName } from '../warm-engine.js';

export const dockerWarm: Scenario = {
  name: 'docker-warm',
  title: "A run of `pass` in a container of Docker's that waits",
  measure: (arena) =>
    measureWarm(arena, {
      theirs: 'docker exec in a container that runs',
      ours: 'pool of containers of Docker, through the library',
      target: 'dockerWarm',
      backend: dockerBackend,
      startTheirs,
    }),
};

async function startTheirs(arena: Arena): Promise<TheirSandbox | string> {
  const daemon = await DockerDaemon.find().catch((error: unknown) => {
    if (error instanceof PymcpError) return error.message;
    throw error;
  });
  if (typeof daemon === 'string') return daemon;
  const docker = await findProgram('docker');
  if (docker === null) return 'the command docker is not installed';
  const { installation, scratch, ourselves } = arena;
  const root = join(scratch, 'root');
  const binds = installation.binds.map((bind) => ({ source: bind, destination: bind }));
  const folders = ['/proc', '/sys', '/tmp', '/dev', '/run', '/etc'];
  await buildRoot(root, { binds, folders, links: installation.links, files: {} });
  await daemon.importImage(await packFolders([[root, '']]), warmName, 'bench', 'isolated-pymcp.bench=1');
  const command = [docker, '--host', `unix://${daemon.socketPath}`];
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
    ...[...command, 'run', '--detach', '--rm', '--name', warmName, ...hardened, ...volumes],
    ...[`${warmName}:bench`, installation.interpreter, '-I', '-c', 'import time; time.sleep(1e6)'],
  ]);
  return {
    timeOnce: (words) => ourselves.timeOnce([...command, 'exec', warmName, ...words]),
    end: async () => {
      await ourselves.timeOnce([...command, 'rm', '--force', warmName]);
      await daemon.removeImage(`${warmName}:bench`);
    },
  };
}
