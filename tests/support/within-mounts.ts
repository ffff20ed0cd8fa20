// The command line on a machine that some mounts have changed: in a mount namespace of its own. Needs root.
// cmd.noshell does not bind tests.
import { spawn } from 'node:child_process';
import { commandLine, type Ended, endOf } from './command-line.js';
import { slow } from './time.js';

/** @param mounts commands of a shell @param args of the command line; the program is `print("ran")` */
export async function runWithin(
  mounts: string,
  args: readonly string[] = ['run', '-'],
): Promise<Ended & { readonly pid: number }> {
  const words = ['-m', '/bin/sh', '-ec', `${mounts}\nexec "$0" "$@"`, process.execPath, commandLine, ...args];
  const child = spawn('/usr/bin/unshare', words, { timeout: slow(60_000) });
  child.stdin.on('error', () => undefined).end('print("ran")');
  return { ...(await endOf(child)), pid: child.pid ?? 0 };
}
