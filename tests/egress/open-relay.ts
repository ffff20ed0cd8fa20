// A port on loopback that stands for the relay in a jail: each connection is led to the socket of the proxy, behind the token of the run.
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';

export interface Relay {
  readonly port: number;
  readonly close: () => void;
}

export async function openRelay(path: string, token: string): Promise<Relay> {
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const socket = connect({ path, allowHalfOpen: true });
    socket.write(`${token}\n`);
    client.on('error', () => socket.destroy()).pipe(socket);
    socket.on('error', () => client.destroy()).pipe(client);
    socket.on('close', () => client.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      server.close();
    },
  };
}
