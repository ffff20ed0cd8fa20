// pip of Debian, with nothing of the user's: what judges the archives that tests make.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { slow } from '../time.js';

export interface PipEnded {
  readonly status: number | null;
  /** Both streams. */
  readonly output: string;
}

export async function runPip(args: readonly string[]): Promise<PipEnded> {
  const [command = '', ...rest] = args;
  const fixed = ['--isolated', '--no-cache-dir', '--disable-pip-version-check', '--retries', '0'];
  const child = spawn('/usr/bin/python3', ['-I', '-m', 'pip', command, ...fixed, ...rest], {
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C.UTF-8', PIP_ROOT_USER_ACTION: 'ignore' },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: slow(90_000),
  });
  const [out, error, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number | null]>,
  ]);
  return { status, output: out + error };
}
