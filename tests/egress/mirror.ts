// A host that shows what it was sent: it writes down each request, and answers with the login in it, in the way that the path says.
import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { type Certificate, makeCertificate } from './make-certificate.js';

export interface Reflected {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly rawHeaders: readonly string[];
  readonly body: string;
}

export interface Mirror {
  readonly port: number;
  readonly cert: string;
  readonly seen: Reflected[];
  /** Connections that came. */
  readonly connections: () => number;
  /** All connections, at once. */
  readonly breakOff: () => void;
  readonly close: () => void;
}

export async function openMirror(
  hosts: readonly string[],
  certificate: Certificate = makeCertificate(hosts),
): Promise<Mirror> {
  const seen: Reflected[] = [];
  let connections = 0;
  const server: Server = createServer(certificate, (request, response) => {
    reflect(request, response, seen).catch(() => response.destroy());
  });
  server.on('connection', () => (connections += 1));
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    cert: certificate.cert,
    seen,
    connections: () => connections,
    breakOff: () => {
      server.closeAllConnections();
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function reflect(request: IncomingMessage, response: ServerResponse, seen: Reflected[]): Promise<void> {
  const { method = '', url = '', headers, rawHeaders } = request;
  let body = '';
  for await (const piece of request.setEncoding('latin1')) body += String(piece);
  seen.push({ method, url, headers, rawHeaders, body });
  const way = url.match(/^\/mirror\/([a-z-]+)/)?.[1] ?? '';
  answer(response, way, headers.authorization ?? body);
}

function answer(response: ServerResponse, way: string, login: string): void {
  const value = login.replace(/^\w+ /, '');
  switch (way) {
    case 'header':
      response.writeHead(200, { 'X-Echo': login, 'Set-Cookie': `k=${value}` }).end('header');
      return;
    case 'name':
      response.writeHead(200, { [value]: 'name' }).end('name');
      return;
    case 'reason':
      response.writeHead(200, `Hello ${value}`).end('reason');
      return;
    case 'location':
      response.writeHead(302, { Location: `https://example.org/next?k=${encodeURIComponent(value)}` }).end();
      return;
    case 'trailer':
      response.writeHead(200, { Trailer: 'X-Echo' });
      response.addTrailers({ 'X-Echo': value });
      response.end('trailer');
      return;
    case 'gzip':
      response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync(value));
      return;
    case 'piece':
      response.writeHead(206, { 'Content-Range': 'bytes 0-9/40' }).end(value.slice(0, 10));
      return;
    case 'slowly':
      slowly(response, `before ${value} behind`);
      return;
    case 'unfinished':
      response.writeHead(200, { 'Content-Length': 1000 }).write(value.slice(0, -3), () => response.destroy());
      return;
    default:
      response.writeHead(200).end(inAWay(way, value));
  }
}

function inAWay(way: string, value: string): string {
  const bytes = Buffer.from(value);
  switch (way) {
    case 'reversed':
      return `>${Array.from(value).reverse().join('')}<`;
    case 'base':
      return `>${bytes.toString('base64')}<`;
    case 'hex':
      return `>${bytes.toString('hex')}<`;
    case 'json':
      return JSON.stringify({ value, again: { value } });
    default:
      return `>${value}<`;
  }
}

function slowly(response: ServerResponse, text: string): void {
  const [first = '', ...others] = text;
  response.write(first);
  if (others.length === 0) response.end();
  else setImmediate(slowly, response, others.join(''));
}
