// Who runs in each round. Every one of them runs the program `pass` once and says how many milliseconds it took.
import { join } from 'node:path';
import { parseEnvironmentName } from '../src/core/names.js';
import { defaultLimits } from '../src/core/limits.js';
import { execute } from '../src/execution/execute.js';
import { monotonicMs } from '../src/host/clock.js';
import { packageRoot } from '../src/host/package-root.js';
import type { Identity } from '../src/host/process-identity.js';
import { runCommand } from '../src/host/run-command.js';
import { spawnProcess } from '../src/host/spawn-process.js';
import type { Sandbox, Template } from '../src/sandbox/backend-contract.js';

export const request = {
  code: 'pass',
  fileName: 'main.py',
  environment: parseEnvironmentName('python'),
  limits: defaultLimits,
} as const;

/** A cold run through the library: from the call to the result, when nothing of the sandbox is left. */
export async function timeColdRun(template: Template): Promise<number> {
  const started = monotonicMs();
  const { outcome } = await execute(template, request);
  const ms = monotonicMs() - started;
  if (outcome.status !== 'completed') throw new Error(`our run ended: ${JSON.stringify(outcome)}`);
  return ms;
}

/** The same until the program's answer is there; its end and the removal of its groups are not counted. */
export async function timeUntilAnswer(template: Template): Promise<number> {
  const started = monotonicMs();
  const sandbox = await template.launch(request.limits);
  drain(sandbox);
  sandbox.channel.run(request);
  const { type } = await sandbox.channel.receive();
  const ms = monotonicMs() - started;
  sandbox.kill();
  await sandbox.ended;
  if (type !== 'completed') throw new Error(`our run answered ${type}`);
  return ms;
}

/** Only the making of a sealed sandbox: what a pool takes off a run. */
export async function timeLaunch(template: Template): Promise<number> {
  const started = monotonicMs();
  const sandbox = await template.launch(request.limits);
  const ms = monotonicMs() - started;
  drain(sandbox);
  sandbox.kill();
  await sandbox.ended;
  return ms;
}

/** A baseline as a gateway without a template would start it: by Node.js itself, output through pipes. */
export async function timeSpawn(argv: readonly string[], identity: Identity | null): Promise<number> {
  const [file = '', ...args] = argv;
  const started = monotonicMs();
  const child = spawnProcess({ file, args, env: {}, identity, inputs: [] });
  child.stdout.resume();
  child.stderr.resume();
  const end = await child.ended;
  const ms = monotonicMs() - started;
  if (end.kind !== 'exited' || end.code !== 0) throw new Error(`a baseline ended: ${JSON.stringify(end)}`);
  return ms;
}

/** `pymcp run` from start to end: Node.js, the template, the run, and taking everything down. */
export async function timeCommandLine(programFile: string): Promise<number> {
  const main = join(packageRoot(), 'dist/cli/main.js');
  const started = monotonicMs();
  const { status, stderr } = await runCommand(process.execPath, [main, 'run', programFile], {
    timeoutMs: 60_000,
    env: {},
  });
  const ms = monotonicMs() - started;
  if (status !== 0) throw new Error(`pymcp run ended with ${String(status)}: ${stderr}`);
  return ms;
}

function drain(sandbox: Sandbox): void {
  sandbox.stdout.resume();
  sandbox.stderr.resume();
}
