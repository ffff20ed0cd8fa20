// auth.token: a socket that only this user can open needs no token: whoever can open it can start a gateway as well.
import type { Server } from 'node:http';
import { PymcpError } from '../../core/errors.js';
import type { SocketPlace } from '../../host/gateway-socket.js';

/** Resolves to its path. @throws PymcpError `gateway.not-listening`, `gateway.already-running` */
export async function listenOnSocket(server: Server, place: SocketPlace): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => {
      reject(
        new PymcpError(
          'gateway.not-listening',
          `the socket could not be bound: ${cause.message}`,
          'set XDG_RUNTIME_DIR to a folder of your own with a short path, or leave the socket out with --no-socket',
          { cause },
        ),
      );
    });
    server.listen({ path: place.bindPath }, resolve);
  });
  return place.publish();
}
