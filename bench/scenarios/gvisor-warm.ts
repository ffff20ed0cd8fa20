// A run in a gVisor sandbox that waits, beside a command that runsc itself executes in one that runs: the same kernel, the same
// Python and the same folders. Ours is sealed, has limits, and is used once; theirs is neither.
import { join } from 'node:path';
import { writeFile } from 'node:fs/promises';
import { defaultLimits, defaultTotalLimits } from '#pymcp/core/limits.js';
import { monotonicMs } from '#pymcp/host/clock.js';
import { chmod, mkdir } from '#pymcp/host/files.js';
import { gvisorBackend } from '#pymcp/sandbox/backends/gvisor/backend.js';
import { findRunsc } from '#pymcp/sandbox/backends/gvisor/gvisor-program.js';
import type { Template } from '#pymcp/sandbox/backend-contract.js';
import { buildRoot } from '#pymcp/sandbox/backends/standalone/build-root.js';
import type { Arena } from '../arena.js';
import { programs } from '../baselines.js';
import { type Entrant, measureRounds } from '../rounds.js';
import type { Scenario } from '../scenario.js';
import { judge } from '../targets.js';
import { toRows } from '../to-rows.js';

const theirs = 'runsc exec in a sandbox that runs';
const ours = 'pool of gVisor sandboxes, through the library';
const name = 'pymcp-bench';

export const gvisorWarm: Scenario = {
  name: 'gvisor-warm',
  title: 'A run of `pass` in a gVisor sandbox that waits',
  async measure(arena) {
    const { entrants, end } = await enter(arena);
    const tried = await measureRounds(entrants, { ...arena.options, warmUp: 2 }).finally(end);
    const rows = toRows(tried, {
      unit: 'ms',
      reference: theirs,
      judge: (label, _p50, ratio) => (label === ours ? [judge('gvisorWarm', ratio)] : []),
    });
    return { rows, notes: [] };
  },
};

interface Entered {
  readonly entrants: readonly Entrant[];
  readonly end: () => Promise<void>;
}

async function enter(arena: Arena): Promise<Entered> {
  const runsc = await findRunsc();
  if (runsc === null) {
    const absent = 'runsc is not installed: sudo apt-get install -y runsc';
    return {
      entrants: [
        { label: theirs, side: 'baseline', absent },
        { label: ours, side: 'ours', absent },
      ],
      end: () => Promise.resolve(),
    };
  }
  const { guests, installation } = arena;
  const { interpreter } = installation;
  const command = await startTheirs(arena, runsc);
  const engine = gvisorBackend.openEngine({ total: defaultTotalLimits });
  const template = await engine.openTemplate({ interpreter, preload: [], strict: false });
  return {
    entrants: [
      {
        label: theirs,
        side: 'baseline',
        measure: () => guests.timeOnce([...command, 'exec', name, interpreter, '-I', '-c', programs.pass]),
      },
      { label: ours, side: 'ours', measure: () => timeWarm(template) },
    ],
    end: async () => {
      await engine.close();
      await guests.timeOnce([...command, 'kill', name, 'KILL']);
      await guests.timeOnce([...command, 'delete', '--force', name]);
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
async function startTheirs(arena: Arena, runsc: string): Promise<readonly string[]> {
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
  await guests.timeOnce([...command, 'run', '--detach', '--bundle', bundle, name]);
  return command;
}
