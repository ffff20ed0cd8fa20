// One more place for a Unix socket that listens elsewhere: who connects here is joined to it, both ways, and each end is carried over.
import { connect } from 'node:net';
import {
  listenOnUnixSocket,
  type Socket,
  type UnixListener,
  type UnixListening,
} from './listen-on-unix-socket.js';

/** Its `close` ends all connections, too. @throws as listenOnUnixSocket */
export async function leadToUnixSocket(
  path: string,
  target: string,
  listening: Omit<UnixListening, 'isHalfOpen'>,
): Promise<UnixListener> {
  const open = new Set<Socket>();
  const listener = await listenOnUnixSocket(path, { ...listening, isHalfOpen: true }, (near) => {
    const far = connect({ path: target, allowHalfOpen: true });
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.once('error', () => other.destroy());
      one.once('close', () => {
        open.delete(one);
        // What came to an end in order is still being written there.
        if (!one.readableEnded) other.destroy();
      });
      one.pipe(other);
    }
  });
  return {
    close: () => {
      listener.close();
      for (const socket of open) socket.destroy();
    },
  };
}
