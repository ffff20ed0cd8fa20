// The least client that can ask a host, at once or through the egress proxy: a connection for each request, and its answer counted.
import { once } from 'node:events';
import { connect, type NetConnectOpts, type Socket } from 'node:net';
import { monotonicMs } from '#pymcp/host/clock.js';

export interface EgressRoute {
  readonly to: NetConnectOpts;
  /** What goes before the request. */
  readonly opening: string;
  /** What comes back for it before the answer; empty where nothing does. */
  readonly opened: string;
  /** `http://example.org/` through a proxy that reads requests, `/` otherwise. */
  readonly prefix: string;
}

/** Milliseconds from before the connection until the last byte. */
export async function timeRequest(route: EgressRoute, bytes: number): Promise<number> {
  const started = monotonicMs();
  const socket = connect(route.to);
  socket.write(route.opening);
  if (route.opened !== '') await readOpened(socket, route.opened);
  socket.write(`GET ${route.prefix}${bytes} HTTP/1.1\r\nHost: example.org\r\nConnection: close\r\n\r\n`);
  const got = await countAnswer(socket);
  if (got < bytes || got > bytes + 1_000) throw new Error(`${got} bytes came instead of ${bytes}`);
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
