// Runs one program of the system to its end, as run-command.ts does, and ends whatever it leaves in its process group: bubblewrap,
// where it fails before it has let its child go, leaves that child waiting for ever. Not for what asks at a terminal: it has none.
import { isWithin } from './clock.js';
import type { CommandOptions, CommandResult } from './run-command.js';
import { spawnProcess } from './spawn-process.js';

const mostOutput = 64 * 1024;
const drainMs = 5_000;

/** @param file absolute path, so that nobody's PATH decides what runs */
export async function runTrial(
  file: string,
  args: readonly string[],
  { timeoutMs, env, identity }: CommandOptions,
): Promise<CommandResult> {
  const trial = spawnProcess({ file, args, env, identity: identity ?? null, inputs: [] });
  trial.stdin.end();
  const said = { stdout: '', stderr: '' };
  const read = (['stdout', 'stderr'] as const).map((name) => {
    const stream = trial[name];
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => {
      said[name] = (said[name] + text).slice(0, mostOutput);
    });
    return new Promise<void>((resolve) => stream.once('close', resolve));
  });
  if (!(await isWithin(trial.ended, timeoutMs))) trial.kill();
  const end = await trial.ended;
  if (end.kind === 'not-started') return { status: null, ...said, stderr: end.reason };
  // With its group all that could hold its pipes has ended.
  await isWithin(Promise.all(read), drainMs);
  return { status: end.kind === 'exited' ? end.code : null, ...said };
}
