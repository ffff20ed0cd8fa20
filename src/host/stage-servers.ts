// Servers of HTTP and HTTPS on loopback for `pymcp verify`, that stand for hosts of the internet. They read whatever comes, as some servers
// do, so that what a proxy should have refused is seen when it arrives.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer, type Server as SecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';

export interface StageRequest {
  /** Whom TLS was for; null: there was none, or it did not say. */
  readonly serverName: string | null;
  readonly isSecured: boolean;
  readonly method: string;
  readonly url: string;
  /** Name and value in turn. */
  readonly rawHeaders: readonly string[];
  readonly body: string;
}

export interface StageAnswer {
  readonly status: number;
  readonly statusText: string;
  /** Name and value in turn. */
  readonly rawHeaders: readonly string[];
  /** Of the body, each on its own. */
  readonly pieces: readonly Buffer[];
  readonly trailers: Readonly<Record<string, string>>;
}

export interface StageServers {
  readonly plain: number;
  readonly secured: number;
  readonly close: () => void;
}

/** @param certificate of the server of HTTPS, as PEM */
export async function openStageServers(
  certificate: { readonly key: string; readonly cert: string },
  answer: (request: StageRequest) => StageAnswer,
): Promise<StageServers> {
  const lenient = { insecureHTTPParser: true, requireHostHeader: false } as const;
  const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    serve(request, response, answer).catch(() => response.destroy());
  };
  const plain = createServer(lenient, onRequest);
  const secured = createSecureServer({ ...lenient, ...certificate }, onRequest);
  const ports = [await listen(plain), await listen(secured)] as const;
  const close = (): void => {
    for (const server of [plain, secured]) {
      server.close();
      server.closeAllConnections();
    }
  };
  return { plain: ports[0], secured: ports[1], close };
}

async function listen(server: Server | SecureServer): Promise<number> {
  server.listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  answer: (request: StageRequest) => StageAnswer,
): Promise<void> {
  const { method = '', url = '', rawHeaders } = request;
  const { servername, encrypted } = request.socket as Partial<TLSSocket>;
  let body = '';
  for await (const piece of request.setEncoding('latin1')) body += String(piece);
  const serverName = typeof servername === 'string' ? servername : null;
  const said = answer({ serverName, isSecured: encrypted === true, method, url, rawHeaders, body });
  response.writeHead(said.status, said.statusText, [...said.rawHeaders]);
  for (const piece of said.pieces) await new Promise((resolve) => response.write(piece, resolve));
  response.addTrailers(said.trailers);
  response.end();
}
