// A proxy on loopback that adds the token which the suite cannot send, and passes the rest on as it comes: the Host and the
// Origin that were sent, bodies as a stream both ways, and an end on one side to the other.
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { pipeline } from 'node:stream';

export interface TokenProxy {
  /** Such as `http://127.0.0.1:40000`. */
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** @param target the gateway, such as `http://127.0.0.1:3001` */
export async function addToken(target: string, token: string): Promise<TokenProxy> {
  const server = createServer((incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const asked = request(
      new URL(url ?? '/', target),
      {
        ...(method === undefined ? {} : { method }),
        headers: { ...headers, authorization: `Bearer ${token}` },
      },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        outgoing.flushHeaders();
        pipeline(answer, outgoing, () => undefined);
      },
    );
    asked.on('error', () => outgoing.destroy());
    outgoing.on('close', () => asked.destroy());
    pipeline(incoming, asked, () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
