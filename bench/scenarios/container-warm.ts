// A run in a container that waits, beside a command that Podman itself executes in one that runs: the same Python and the same
// folders. Ours is sealed, has limits, and is used once; theirs is neither.
import { join } from 'node:path';
import { defaultLimits, defaultTotalLimits } from '#pymcp/core/limits.js';
import { monotonicMs } from '#pymcp/host/clock.js';
import { chmod, mkdir } from '#pymcp/host/files.js';
import { containerBackend } from '#pymcp/sandbox/backends/container/backend.js';
import { type Podman, requirePodman } from '#pymcp/sandbox/backends/container/podman-program.js';
import type { Template } from '#pymcp/sandbox/backend-contract.js';
import { buildRoot } from '#pymcp/sandbox/backends/standalone/build-root.js';
import { PymcpError } from '#pymcp/core/errors.js';
import type { Arena } from '../arena.js';
import { programs } from '../baselines.js';
import { type Entrant, measureRounds } from '../rounds.js';
import type { Scenario } from '../scenario.js';
import { judge } from '../targets.js';
import { toRows } from '../to-rows.js';

const theirs = 'podman exec in a container that runs';
const ours = 'pool of containers, through the library';
const name = 'pymcp-bench';

export const containerWarm: Scenario = {
  name: 'container-warm',
  title: 'A run of `pass` in a container that waits',
  async measure(arena) {
    const { entrants, end } = await enter(arena);
    const tried = await measureRounds(entrants, { ...arena.options, warmUp: 2 }).finally(end);
    const rows = toRows(tried, {
      unit: 'ms',
      reference: theirs,
      judge: (label, _p50, ratio) => (label === ours ? [judge('containerWarm', ratio)] : []),
    });
    return { rows, notes: [] };
  },
};

interface Entered {
  readonly entrants: readonly Entrant[];
  readonly end: () => Promise<void>;
}

async function enter(arena: Arena): Promise<Entered> {
  const podman = await requirePodman().catch((error: unknown) => {
    if (error instanceof PymcpError) return error.message;
    throw error;
  });
  if (typeof podman === 'string') {
    const absent = podman;
    return {
      entrants: [
        { label: theirs, side: 'baseline', absent },
        { label: ours, side: 'ours', absent },
      ],
      end: () => Promise.resolve(),
    };
  }
  const { ourselves, installation } = arena;
  const { interpreter } = installation;
  const command = await startTheirs(arena, podman);
  const engine = containerBackend.openEngine({ total: defaultTotalLimits });
  const template = await engine.openTemplate({ interpreter, preload: [], strict: false });
  const program = ['exec', name, interpreter, '-I', '-c', programs.pass];
  return {
    entrants: [
      { label: theirs, side: 'baseline', measure: () => ourselves.timeOnce([...command, ...program]) },
      { label: ours, side: 'ours', measure: () => timeWarm(template) },
    ],
    end: async () => {
      await engine.close();
      await ourselves.timeOnce([...command, 'rm', '--force', '--time', '0', name]);
    },
  };
}

/** From the moment the code is handed over until its result is there; the sandbox has waited. */
async function timeWarm(template: Template): Promise<number> {
  const sandbox = await template.launch(defaultLimits);
  for (const stream of [sandbox.stdout, sandbox.stderr]) stream.resume();
  const started = monotonicMs();
  sandbox.channel.run({ code: programs.pass, fileName: 'main.py', files: [], limits: defaultLimits });
  const event = await sandbox.channel.receive();
  const tookMs = monotonicMs() - started;
  sandbox.kill();
  await sandbox.ended;
  if (event.type !== 'completed') throw new Error(`it ended as ${event.type}`);
  return tookMs;
}

/** @returns the start of every command to it */
async function startTheirs(arena: Arena, { path, runtime }: Podman): Promise<readonly string[]> {
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
      name,
      ...hardened,
      '--no-hosts',
      '--cgroups',
      runtime.cgroups,
    ],
    ...['--log-driver', 'none', '--ulimit', 'nofile=1024:4096', '--ulimit', 'nproc=1024:1024', ...volumes],
    ...[root, installation.interpreter, '-I', '-c', 'import time; time.sleep(1e6)'],
  ]);
  return command;
}
