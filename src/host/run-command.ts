// Runs one program of the system to its end. cmd.noshell: an argument array and execve(2), never a shell.
import { execFile, type ExecFileException } from 'node:child_process';
import type { Identity } from './process-identity.js';
import { startRunningTimer } from './running-timer.js';

export interface CommandResult {
  /** Exit status; null where the program did not start, was ended by a signal or ran out of time. */
  readonly status: number | null;
  readonly stdout: string;
  /** Where `status` is null, its last line says why. */
  readonly stderr: string;
}

export interface CommandOptions {
  /** Of time in which the machine did not stand still. */
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
    const late = new AbortController();
    const settings = {
      // Its output ends then too, whoever else holds it open.
      signal: late.signal,
      killSignal: 'SIGKILL',
      maxBuffer: mostOutputBytes,
      env: { ...options.env },
      shell: false,
      ...(options.identity === undefined ? {} : { uid: options.identity.uid, gid: options.identity.gid }),
    } as const;
    const child = execFile(file, [...args], settings, (error, stdout, stderr) => {
      timer.stop();
      if (error === null) resolve({ status: 0, stdout, stderr });
      else if (typeof error.code === 'number') resolve({ status: error.code, stdout, stderr });
      else {
        const why = late.signal.aborted
          ? `it did not end within ${options.timeoutMs / 1000} s`
          : sayEnd(error);
        resolve({ status: null, stdout, stderr: `${stderr}${/[^\n]$/.test(stderr) ? '\n' : ''}${why}` });
      }
    });
    const timer = startRunningTimer(options.timeoutMs, () => {
      late.abort();
    });
    // It has nothing to ask, and one that reads would wait until its time is up.
    child.stdin?.on('error', () => undefined).end();
  });
}

/** Of a program that gave no exit status. Its message would repeat the whole command. */
function sayEnd({ code, signal, message }: ExecFileException): string {
  return typeof signal === 'string' && typeof code !== 'string' ? `it was ended by ${signal}` : message;
}
