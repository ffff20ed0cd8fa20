// The servers that the proxy leads to in the tests: one of HTTP and one of HTTPS with the same answers, and one that gives back what it
// gets. They count who comes.
import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type Server as HttpServer,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { type Certificate, makeCertificate } from './make-certificate.js';

export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly rawHeaders: readonly string[];
  readonly body: string;
}

export interface Origin {
  readonly http: number;
  readonly https: number;
  /** TCP that gives back what it gets, and ends after its client has. */
  readonly echo: number;
  /** Of the server of HTTPS, and what a client must trust. */
  readonly cert: string;
  /** Requests that came, in order. */
  readonly seen: Seen[];
  /** Connections that came, to any of them. */
  readonly connections: () => number;
  readonly close: () => void;
}

/** @param host the default is loopback @param ports where they listen; any that are free where left out */
export async function openOrigin(
  name: string,
  host = '127.0.0.1',
  ports: readonly number[] = [0, 0, 0],
  certificate: Certificate = makeCertificate([name]),
): Promise<Origin> {
  const seen: Seen[] = [];
  let connections = 0;
  const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    answer(request, response, seen).catch(() => response.destroy());
  };
  const servers: readonly (Server | HttpServer)[] = [
    createServer({ requireHostHeader: false }, onRequest),
    createTlsServer(certificate, onRequest),
    createTcpServer({ allowHalfOpen: true }, (socket) => {
      socket.on('error', () => undefined).pipe(socket);
    }),
  ];
  const listening: number[] = [];
  for (const [index, server] of servers.entries()) {
    if ('maxHeadersCount' in server) server.maxHeadersCount = 0;
    server.on('connection', () => (connections += 1));
    server.listen(ports[index] ?? 0, host);
    await once(server, 'listening');
    listening.push((server.address() as AddressInfo).port);
  }
  const [http = 0, https = 0, echo = 0] = listening;
  const close = (): void => {
    for (const server of servers) {
      server.close();
      if ('closeAllConnections' in server) server.closeAllConnections();
    }
  };
  return { http, https, echo, cert: certificate.cert, seen, connections: () => connections, close };
}

async function answer(request: IncomingMessage, response: ServerResponse, seen: Seen[]): Promise<void> {
  const { method = '', url = '', rawHeaders } = request;
  const { pathname, searchParams } = new URL(url, 'http://x');
  const number = (name: string): number => Number(searchParams.get(name) ?? '0');
  if (pathname === '/hang') return;
  if (pathname === '/endless') {
    endless(response);
    return;
  }
  if (pathname === '/drop') {
    request.once('data', () => response.destroy());
    return;
  }
  let body = '';
  for await (const piece of request.setEncoding('utf8')) body += String(piece);
  seen.push({ method, url, rawHeaders, body });
  if (pathname === '/redirect') response.writeHead(302, { location: searchParams.get('to') ?? '' }).end();
  else if (pathname === '/status') response.writeHead(number('code')).end();
  else if (pathname === '/bytes') response.end(Buffer.alloc(number('n'), 'x'));
  else if (pathname === '/hop')
    response
      .writeHead(200, {
        'proxy-authenticate': 'Basic',
        connection: 'x-hop',
        'x-hop': '1',
        'set-cookie': ['a=1', 'b=2'],
      })
      .end('hop');
  else if (pathname === '/break')
    response.writeHead(200, { 'content-length': 100 }).write('cut', () => response.destroy());
  else response.end(`${method} ${url} ${body}`);
}

function endless(response: ServerResponse): void {
  const piece = Buffer.alloc(65_536, 'x');
  const write = (): void => {
    while (!response.destroyed && response.write(piece));
  };
  response.on('drain', write);
  write();
}
