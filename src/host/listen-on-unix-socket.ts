// The door to a Unix socket of our own.
import { createServer, type Socket } from 'node:net';
import { chmod, chown } from './files.js';
import type { Identity } from './process-identity.js';

export type { Socket };

export interface UnixListener {
  /** Nothing listens any more and the socket file is gone; connections that are open stay, and nobody waits for them. */
  readonly close: () => void;
}

export interface UnixListening {
  /** Who may connect, besides root: nobody else. */
  readonly owner: Identity;
  readonly backlog: number;
  /** Connections at once; who comes beyond them is sent away. */
  readonly most?: number;
  /** Whether a connection goes on where its other side has said its last. */
  readonly isHalfOpen?: boolean;
}

/**
 * Listens at `path`. Connections arrive paused.
 * @throws as node:net does where the path cannot be bound, and as node:fs where it cannot be given away; nothing listens then
 */
export async function listenOnUnixSocket(
  path: string,
  { owner, backlog, most, isHalfOpen = false }: UnixListening,
  onConnection: (socket: Socket) => void,
): Promise<UnixListener> {
  const server = createServer({ pauseOnConnect: true, allowHalfOpen: isHalfOpen });
  if (most !== undefined) server.maxConnections = most;
  server.on('connection', onConnection);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ path, backlog }, resolve);
  });
  const close = (): void => {
    server.close();
  };
  try {
    await chown(path, owner.uid, owner.gid);
    await chmod(path, 0o600);
  } catch (error) {
    close();
    throw error;
  }
  return { close };
}
