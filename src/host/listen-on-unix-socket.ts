// The door to a Unix socket of our own.
import { createServer, type Socket } from 'node:net';

export type { Socket };

export interface UnixListener {
  /** Nothing listens any more and the socket file is gone; connections that are open stay, and nobody waits for them. */
  readonly close: () => void;
}

/**
 * Listens at `path`. Connections arrive paused.
 * @throws as node:net does where the path cannot be bound
 */
export async function listenOnUnixSocket(
  path: string,
  backlog: number,
  onConnection: (socket: Socket) => void,
): Promise<UnixListener> {
  const server = createServer({ pauseOnConnect: true });
  server.on('connection', onConnection);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ path, backlog }, resolve);
  });
  return {
    close: () => {
      server.close();
    },
  };
}
