// What a second is on this machine at this moment: a plain Python that has nothing to do with the gateway says it.
import { monotonicMs } from '../host/clock.js';
import { runCommand } from '../host/run-command.js';

const secondMs = 1_000;
/** So many starts of a plain Python are a second, where the machine is slow or has other work. */
const startsInASecond = 20;
const mostMs = 15_000;

/** Milliseconds that a plain Python takes now. To be called when what it judges begins. */
export async function timePlainPython(): Promise<number> {
  const started = monotonicMs();
  await runCommand('/usr/bin/python3', ['-I', '-c', 'pass'], { timeoutMs: mostMs, env: {} });
  return monotonicMs() - started;
}

/** What is later than this has hung; at least a second. @param pythonMs as timePlainPython found it */
export function toPatience(pythonMs: number): number {
  return Math.max(secondMs, startsInASecond * pythonMs);
}
