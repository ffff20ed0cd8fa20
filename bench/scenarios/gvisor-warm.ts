// A run in a gVisor sandbox that waits, beside a command that runsc itself executes in one that runs: the same kernel.
import { join } from 'node:path';
import { writeFile } from 'node:fs/promises';
import { chmod, mkdir } from '#pymcp/host/files.js';
import { gvisorBackend } from '#pymcp/sandbox/backends/gvisor/backend.js';
import { findRunsc } from '#pymcp/sandbox/backends/gvisor/gvisor-program.js';
import { buildRoot } from '#pymcp/sandbox/backends/standalone/build-root.js';
import type { Arena } from '../arena.js';
import type { Scenario } from '../scenario.js';
import { measureWarm, type TheirSandbox, warmName } from '../warm-engine.js';

export const gvisorWarm: Scenario = {
  name: 'gvisor-warm',
  title: 'A run of `pass` in a gVisor sandbox that waits',
  measure: (arena) =>
    measureWarm(arena, {
      theirs: 'runsc exec in a sandbox that runs',
      ours: 'pool of gVisor sandboxes, through the library',
      target: 'gvisorWarm',
      backend: gvisorBackend,
      startTheirs,
    }),
};

async function startTheirs(arena: Arena): Promise<TheirSandbox | string> {
  const runsc = await findRunsc();
  if (runsc === null) return 'runsc is not installed: sudo apt-get install -y runsc';
  const { installation, scratch, guests } = arena;
  const bundle = join(scratch, 'bundle');
  await mkdir(bundle, { mode: 0o755 });
  await chmod(bundle, 0o755);
  const binds = installation.binds.map((path) => ({ source: path, destination: path }));
  const plan = { binds, folders: ['/proc', '/tmp', '/dev'], links: installation.links, files: {} };
  await buildRoot(join(bundle, 'root'), plan);
  const config = {
    ociVersion: '1.0.2',
    root: { path: join(bundle, 'root'), readonly: true },
    process: {
      user: { uid: 0, gid: 0 },
      args: [installation.interpreter, '-I', '-c', 'import time; time.sleep(1e6)'],
      env: ['PATH=/usr/bin'],
      cwd: '/',
    },
    mounts: [
      { destination: '/proc', type: 'proc', source: 'proc' },
      { destination: '/tmp', type: 'tmpfs', source: 'tmpfs' },
      ...binds.map((bind) => ({ ...bind, type: 'bind', options: ['rbind', 'ro'] })),
    ],
    linux: { namespaces: ['pid', 'network', 'ipc', 'uts', 'mount'].map((type) => ({ type })) },
  };
  await writeFile(join(bundle, 'config.json'), JSON.stringify(config), { mode: 0o644 });
  const flags = ['--rootless', '--platform=ptrace', '--network=none', '--ignore-cgroups'];
  const command = [runsc, '--root', join(scratch, 'runsc'), ...flags, '--file-access-mounts=exclusive'];
  await guests.timeOnce([...command, 'run', '--detach', '--bundle', bundle, warmName]);
  return {
    timeOnce: (words) => guests.timeOnce([...command, 'exec', warmName, ...words]),
    end: async () => {
      await guests.timeOnce([...command, 'kill', warmName, 'KILL']);
      await guests.timeOnce([...command, 'delete', '--force', warmName]);
    },
  };
}
