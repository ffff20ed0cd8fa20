// An index of packages on loopback: the pages of PEP 503 and PEP 691, the metadata of PEP 658, and files with ranges (RFC 9110). It notes
// what it is asked for, and does something else where a test wants that.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { makeSignedCertificate } from '../egress/make-certificate.js';
import { type Listed, type Listing, toHtml, toJson } from './wheels/index-page.js';
import { type BuiltArchive, toNormalName } from './wheels/make-wheel.js';

export type Instead = (request: IncomingMessage, response: ServerResponse) => void;

export interface PackageIndex {
  /** `http://127.0.0.1:PORT/simple/`, `https://localhost:PORT/simple/` by TLS. */
  readonly url: string;
  /** HOST:PORT. */
  readonly host: string;
  /** Whom a client must trust; null where it speaks no TLS. */
  readonly ca: string | null;
  /** Paths that were asked for, in order. */
  readonly asked: string[];
  readonly add: (archive: BuiltArchive, listing?: Listing) => void;
  /** Asked before each answer; null: it answers as an index does. */
  fault: (path: string, count: number) => Instead | null;
  /** Forgets projects, faults and what was asked. */
  readonly clear: () => void;
  readonly close: () => Promise<void>;
}

export interface IndexOptions {
  readonly isTls?: boolean;
  /** Only this form of pages, whatever a client accepts. */
  readonly only?: 'html' | 'json';
}

export async function openPackageIndex(options: IndexOptions = {}): Promise<PackageIndex> {
  const projects = new Map<string, Listed[]>();
  const files = new Map<string, Buffer>();
  const asked: string[] = [];
  const certificate = options.isTls === true ? makeSignedCertificate(['localhost']) : null;
  const serve = (request: IncomingMessage, response: ServerResponse): void => {
    const path = decodeURIComponent((request.url ?? '').split('?')[0] ?? '');
    asked.push(path);
    const instead = index.fault(path, asked.filter((other) => other === path).length);
    if (instead !== null) instead(request, response);
    else answer(path, request, response);
  };
  const answer = (path: string, request: IncomingMessage, response: ServerResponse): void => {
    const file = files.get(path);
    const project = /^\/simple\/([^/]+)\/?$/.exec(path)?.[1];
    const listed = projects.get(toNormalName(project ?? ''));
    if (file !== undefined) giveFile(request, response, file);
    else if (project === undefined || listed === undefined) response.writeHead(404).end('Not Found');
    else if (path !== `/simple/${toNormalName(project)}/`)
      response.writeHead(301, { location: `/simple/${toNormalName(project)}/` }).end();
    else givePage(request, response, toNormalName(project), listed, options.only);
  };
  const server = certificate === null ? createServer(serve) : createTlsServer(certificate, serve);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const host = certificate === null ? `127.0.0.1:${port}` : `localhost:${port}`;
  const index: PackageIndex = {
    ...{ host, asked, ca: certificate?.authority ?? null },
    url: `${certificate === null ? 'http' : 'https'}://${host}/simple/`,
    add: (archive, listing = {}) => {
      const path = `/files/${archive.sha256.slice(0, 16)}/${archive.file}`;
      files.set(path, archive.bytes);
      if (archive.metadata !== undefined && archive.file.endsWith('.whl'))
        files.set(`${path}.metadata`, Buffer.from(archive.metadata));
      const project = toNormalName(listing.project ?? archive.name);
      const entry = { archive, listing, url: listing.url ?? path };
      projects.set(project, [...(projects.get(project) ?? []), entry]);
    },
    fault: () => null,
    clear: () => {
      projects.clear();
      files.clear();
      asked.length = 0;
      index.fault = () => null;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return index;
}

function givePage(
  request: IncomingMessage,
  response: ServerResponse,
  project: string,
  listed: readonly Listed[],
  only: 'html' | 'json' | undefined,
): void {
  const accepted = request.headers.accept ?? '';
  const form = only ?? (accepted.includes('application/vnd.pypi.simple.v1+json') ? 'json' : 'html');
  if (form === 'json')
    response
      .writeHead(200, { 'content-type': 'application/vnd.pypi.simple.v1+json' })
      .end(toJson(project, listed));
  else response.writeHead(200, { 'content-type': 'text/html' }).end(toHtml(project, listed));
}

function giveFile(request: IncomingMessage, response: ServerResponse, bytes: Buffer): void {
  const tag = `"${bytes.length}-${bytes.subarray(-64).toString('hex').slice(0, 16)}"`;
  const range = /^bytes=(\d*)-(\d*)$/.exec(request.headers.range ?? '');
  const isSame = (request.headers['if-range'] ?? tag) === tag;
  const headers = { etag: tag, 'accept-ranges': 'bytes', 'content-type': 'application/octet-stream' };
  const give = (part: Buffer, status: number, more: object): void => {
    response.writeHead(status, { ...headers, ...more, 'content-length': part.length });
    response.end(request.method === 'HEAD' ? undefined : part);
  };
  if (range === null || !isSame) {
    give(bytes, 200, {});
    return;
  }
  const [, first = '', last = ''] = range;
  const from = first === '' ? Math.max(0, bytes.length - Number(last)) : Number(first);
  const to = first === '' || last === '' ? bytes.length - 1 : Math.min(Number(last), bytes.length - 1);
  if (from > to) response.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end();
  else give(bytes.subarray(from, to + 1), 206, { 'content-range': `bytes ${from}-${to}/${bytes.length}` });
}
