// Our own command line, and other ways to run Python apart where they are installed.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '#pymcp/host/package-root.js';
import { currentIdentity } from '#pymcp/host/process-identity.js';
import { runCommand } from '#pymcp/host/run-command.js';
import type { Arena } from '../arena.js';
import { programs, toPlainPython, toPodmanRun, toPyodideRun, toRunscRun } from '../baselines.js';
import { messageOf } from '../message-of.js';
import { findProgram } from '../participants/find-program.js';
import { findPyodide } from '../participants/find-pyodide.js';
import { inheritedEnvironment } from '../participants/inherited-environment.js';
import { runThroughMcp } from '../participants/run-through-mcp.js';
import { type Entrant, measureRounds } from '../rounds.js';
import type { Scenario } from '../scenario.js';
import { toRows } from '../to-rows.js';

const plain = 'python3 -I -c pass, no jail';
/** Each takes a quarter of a second and more. */
const every = 8;
const trialMs = 60_000;

export const others: Scenario = {
  name: 'others',
  title: '`pass` from the command line and in other sandboxes',
  async measure(arena) {
    const tried = await measureRounds(await enter(arena), { ...arena.options, warmUp: 1 });
    return { rows: toRows(tried, { unit: 'ms', reference: plain }), notes: [] };
  },
};

async function enter(arena: Arena): Promise<Entrant[]> {
  const { installation } = arena;
  const code = programs.pass;
  const client = await arena.mcp();
  const rights = currentIdentity().uid === 0 ? 'root' : 'rootless';
  const [podman, runsc] = await Promise.all([findProgram('podman'), findProgram('runsc')]);
  const pyodide = findPyodide();
  const file = join(arena.scratch, 'program.py');
  await writeFile(file, code);
  const commandLine = [process.execPath, join(packageRoot(), 'dist/cli/main.js'), 'run', file];
  const worker = join(packageRoot(), 'dist/bench/participants/pyodide-run.js');
  return [
    {
      label: plain,
      side: 'baseline',
      measure: () => arena.guests.timeOnce(toPlainPython(installation, code)),
    },
    { label: 'pool, through MCP stdio', side: 'ours', measure: () => runThroughMcp(client, { code }) },
    {
      label: 'pymcp run, start to end',
      side: 'ours',
      every,
      measure: () => arena.ourselves.timeOnce(commandLine),
    },
    await enterOther(arena, 'podman run', podman === null ? null : toPodmanRun(podman, installation, code)),
    await enterOther(
      arena,
      'runsc do (gVisor)',
      runsc === null ? null : toRunscRun(runsc, installation, code, rights),
    ),
    await enterOther(
      arena,
      'Pyodide in a fresh Node.js (no boundary)',
      pyodide === null ? null : toPyodideRun(process.execPath, worker, pyodide, code),
    ),
  ];
}

/** Tried first where its words can be heard: a baseline's output goes nowhere while it is timed. */
async function enterOther(arena: Arena, label: string, argv: readonly string[] | null): Promise<Entrant> {
  const named = { label, side: 'baseline' } as const;
  if (argv === null) return { ...named, absent: 'not installed' };
  const [file = '', ...args] = argv;
  const options = { timeoutMs: trialMs, env: inheritedEnvironment() };
  const { status, stdout, stderr } = await runCommand(file, args, options);
  if (status !== 0) {
    const words = messageOf(`${stderr} ${stdout}`.slice(-250));
    return { ...named, absent: `does not work here: exit status ${String(status)}: ${words}` };
  }
  return { ...named, every, measure: () => arena.ourselves.timeOnce(argv) };
}
