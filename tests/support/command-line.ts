// The real command line as a child process.
import {
  spawn,
  type ChildProcessWithoutNullStreams,
  type SpawnOptionsWithoutStdio,
} from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { packageRoot } from '../../src/host/package-root.js';
import { slow } from './time.js';

export const commandLine = join(packageRoot(), 'dist-test/src/cli/main.js');

export interface Ended {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly bytes: Buffer;
  readonly stdout: string;
  readonly stderr: string;
}

export function startPymcp(
  args: readonly string[],
  options: SpawnOptionsWithoutStdio = {},
): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, [commandLine, ...args], { timeout: slow(90_000), ...options });
}

/** Runs it to its end. */
export async function pymcp(
  args: readonly string[],
  input: string | Buffer = '',
  options: SpawnOptionsWithoutStdio = {},
): Promise<Ended> {
  const child = startPymcp(args, options);
  child.stdin.on('error', () => undefined).end(input);
  return endOf(child);
}

export async function endOf(child: ChildProcessWithoutNullStreams): Promise<Ended> {
  const [bytes, stderr, [exitCode, signal]] = await Promise.all([
    buffer(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number | null, string | null]>,
  ]);
  return { exitCode, signal, bytes, stdout: bytes.toString(), stderr };
}
