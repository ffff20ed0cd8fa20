// The least client that can ask a host, at once or through the egress proxy: a connection for each request, and its answer counted.
import { once } from 'node:events';
import { connect, type NetConnectOpts, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { monotonicMs } from '#pymcp/host/clock.js';

export interface EgressRoute {
  readonly to: NetConnectOpts;
  /** What goes before the request. */
  readonly opening: string;
  /** What comes back for it before the answer; empty where nothing does. */
  readonly opened: string;
  /** `http://example.org/` through a proxy that reads requests, `/` otherwise. */
  readonly prefix: string;
  /** Over TLS, behind what was opened. */
  readonly tls?: {
    /** Whom the client trusts, as PEM. */
    readonly ca: string;
    readonly key: string;
  };
}

/** Milliseconds from before the connection until the last byte. */
export async function timeRequest(route: EgressRoute, bytes: number): Promise<number> {
  const started = monotonicMs();
  const plain = connect(route.to);
  plain.write(route.opening);
  if (route.opened !== '') await readOpened(plain, route.opened);
  const { tls } = route;
  const socket =
    tls === undefined ? plain : connectTls({ socket: plain, ca: tls.ca, servername: 'example.org' });
  const login = tls === undefined ? '' : `Authorization: Bearer ${tls.key}\r\n`;
  socket.write(
    `GET ${route.prefix}${bytes} HTTP/1.1\r\nHost: example.org\r\n${login}Connection: close\r\n\r\n`,
  );
  const got = await countAnswer(socket);
  // A body of a length that is not known before has its chunks marked.
  if (got < bytes || got > bytes * 1.01 + 1_000) throw new Error(`${got} bytes came instead of ${bytes}`);
  return monotonicMs() - started;
}

async function readOpened(socket: Socket, opened: string): Promise<void> {
  const [piece] = (await once(socket, 'data')) as [Buffer];
  socket.pause();
  if (piece.toString() !== opened) throw new Error(`the proxy said ${piece.toString().slice(0, 200)}`);
}

async function countAnswer(socket: Socket): Promise<number> {
  let got = 0;
  socket.on('data', (piece: Buffer) => {
    got += piece.length;
  });
  socket.resume();
  await once(socket, 'close');
  return got;
}
