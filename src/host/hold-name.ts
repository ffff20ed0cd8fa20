// One process at a time, by a name that the kernel frees when its holder ends, however it ends: an abstract socket on
// Linux (unix(7)), a named pipe on Windows. No file is left behind. Elsewhere there is no such name, and nobody waits.
import { createServer, type Server } from 'node:net';
import { monotonicMs, sleep } from './clock.js';
import { hasCode } from './errno.js';

export interface HeldName {
  /** Whether others really wait. */
  readonly isExclusive: boolean;
  readonly release: () => Promise<void>;
}

const lookAgainMs = 25;

/** @returns null where another process held it for all of `waitMs` */
export async function holdName(name: string, waitMs: number): Promise<HeldName | null> {
  const path = toSocketPath(name);
  if (path === null) return { isExclusive: false, release: () => Promise.resolve() };
  const until = monotonicMs() + waitMs;
  for (;;) {
    const server = await listen(path);
    if (server !== null) return { isExclusive: true, release: () => close(server) };
    if (monotonicMs() >= until) return null;
    await sleep(lookAgainMs);
  }
}

function toSocketPath(name: string): string | null {
  if (process.platform === 'linux') return `\0isolated-pymcp-${name}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\isolated-pymcp-${name}` : null;
}

function listen(path: string): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    // Nobody has anything to say here.
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error) => {
      if (hasCode(error, 'EADDRINUSE')) resolve(null);
      else reject(error);
    });
    server.listen({ path }, () => {
      resolve(server);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
  });
}
