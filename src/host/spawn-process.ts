// Starts one long-lived program. cmd.noshell: an argument array and execve(2), never a shell.
import { spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { hasCode } from './errno.js';
import type { Identity } from './process-identity.js';

export interface SpawnOptions {
  readonly file: string;
  readonly args: readonly string[];
  /** The whole environment of the program. */
  readonly env: Readonly<Record<string, string>>;
  /** Run as somebody else; needs root. */
  readonly identity: Identity | null;
  /** What the program can read from descriptors 3, 4, …, each to its end. */
  readonly inputs: readonly Buffer[];
}

export type ProcessEnd =
  | { readonly kind: 'exited'; readonly code: number }
  | { readonly kind: 'signalled'; readonly signal: string }
  | { readonly kind: 'not-started'; readonly reason: string };

export interface SpawnedProcess {
  /** 0 where the program could not be started. */
  readonly pid: number;
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Resolves once, never rejects. */
  readonly ended: Promise<ProcessEnd>;
  /** SIGKILL; does nothing where it has ended. */
  readonly kill: () => void;
}

/** The caller kills it or waits for `ended`. Must be called on the main thread: PDEATHSIG follows the thread. */
export function spawnProcess(options: SpawnOptions): SpawnedProcess {
  const child = spawn(options.file, [...options.args], {
    env: { ...options.env },
    cwd: '/',
    shell: false,
    // A session of its own: a key pressed in our terminal is for us, and what the program leaves behind can be found.
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe', ...options.inputs.map(() => 'pipe' as const)],
    ...(options.identity === null ? {} : { uid: options.identity.uid, gid: options.identity.gid }),
  });
  const ended = new Promise<ProcessEnd>((resolve) => {
    child.once('error', (error) => {
      resolve({ kind: 'not-started', reason: error.message });
    });
    child.once('exit', (code, signal) => {
      endGroup(child.pid);
      if (code !== null) resolve({ kind: 'exited', code });
      else resolve({ kind: 'signalled', signal: signal ?? 'unknown' });
    });
  });
  for (const [index, input] of options.inputs.entries()) {
    const pipe = child.stdio[index + 3] as Writable;
    pipe.on('error', ignoreBrokenPipe);
    pipe.end(input);
  }
  const { stdin, stdout, stderr } = child;
  stdin.on('error', ignoreBrokenPipe);
  return { pid: child.pid ?? 0, stdin, stdout, stderr, ended, kill: () => child.kill('SIGKILL') };
}

/**
 * Ends what a program that has ended left in its process group. Bubblewrap, where it fails before it has let its child
 * go, leaves that child waiting for ever, with our pipes open.
 */
function endGroup(leader: number | undefined): void {
  if (leader === undefined) return;
  try {
    process.kill(-leader, 'SIGKILL');
  } catch (error) {
    // Nobody is left, as it should be, or nobody of ours.
    if (!hasCode(error, 'ESRCH', 'EPERM')) throw error;
  }
}

/** A program that ends early breaks its pipes; `ended` tells of it. */
function ignoreBrokenPipe(): void {
  // Nothing to do: see above.
}
