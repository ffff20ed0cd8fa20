// Servers that nobody should ever reach: on loopback by TCP and UDP, by an abstract name and by a path. They count who does.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type ListenOptions, type Server } from 'node:net';
import { chmod } from './files.js';

export interface CanaryListeners {
  readonly port: number;
  /** 0 where the machine has no IPv6. */
  readonly port6: number;
  readonly udp: number;
  /** Connections and datagrams so far. */
  readonly reached: () => number;
  readonly close: () => void;
}

/**
 * @param path of the Unix socket, which is made
 * @param abstract name of the abstract one, without its leading NUL
 */
export async function openCanaryListeners(path: string, abstract: string): Promise<CanaryListeners> {
  let reached = 0;
  const servers: Server[] = [];
  const listen = async (where: ListenOptions): Promise<number> => {
    const server = createServer((socket) => {
      reached += 1;
      socket.on('error', () => undefined).end('reached\n');
    });
    servers.push(server);
    server.listen(where);
    await once(server, 'listening');
    const address = server.address();
    return typeof address === 'object' ? (address?.port ?? 0) : 0;
  };
  const port = await listen({ host: '127.0.0.1', port: 0 });
  const port6 = await listen({ host: '::1', port: 0 }).catch(() => 0);
  await listen({ path: `\0${abstract}` });
  await listen({ path });
  await chmod(path, 0o777);
  const datagrams = createSocket('udp4');
  datagrams.on('message', (_, from) => {
    reached += 1;
    datagrams.send('reached', from.port, from.address, () => undefined);
  });
  datagrams.bind(0, '127.0.0.1');
  await once(datagrams, 'listening');
  return {
    port,
    port6,
    udp: datagrams.address().port,
    reached: () => reached,
    close: () => {
      for (const server of servers) server.close();
      datagrams.close();
    },
  };
}
