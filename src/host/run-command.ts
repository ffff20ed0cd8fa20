// Runs one program of the system to its end. cmd.noshell: an argument array and execve(2), never a shell.
import { execFile } from 'node:child_process';
import type { Identity } from './process-identity.js';

export interface CommandResult {
  /** Exit status; null where the program did not start, was ended by a signal or ran out of time. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly timeoutMs: number;
  /** The whole environment: nothing of the gateway's own reaches the program. */
  readonly env: Readonly<Record<string, string>>;
  /** Run as somebody else; needs root. */
  readonly identity?: Identity;
}

const mostOutputBytes = 1024 * 1024;

/** @param file absolute path, so that nobody's PATH decides what runs */
export function runCommand(
  file: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const settings = {
      timeout: options.timeoutMs,
      killSignal: 'SIGKILL',
      maxBuffer: mostOutputBytes,
      env: { ...options.env },
      shell: false,
      ...(options.identity === undefined ? {} : { uid: options.identity.uid, gid: options.identity.gid }),
    } as const;
    const child = execFile(file, [...args], settings, (error, stdout, stderr) => {
      if (error === null) resolve({ status: 0, stdout, stderr });
      else if (typeof error.code === 'number') resolve({ status: error.code, stdout, stderr });
      else resolve({ status: null, stdout, stderr: stderr === '' ? error.message : stderr });
    });
    // It has nothing to ask, and one that reads would wait until its time is up.
    child.stdin?.on('error', () => undefined).end();
  });
}
