// A host of archives on loopback, over TLS, whose certificate is made on the spot. It gives ranges as RFC 9110 has them, and does
// whatever else a test wants of it.
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { makeCertificate } from '../egress/make-certificate.js';

export interface ArchiveServer {
  /** `localhost:PORT`. */
  readonly host: string;
  readonly url: string;
  /** What a client must trust. */
  readonly ca: string;
  /** The range that each request asked for, in order; null where it asked for none. */
  readonly ranges: (string | null)[];
  /** What is given from now on. */
  serve: (bytes: Buffer, tag?: string) => void;
  /** What is done instead with the next requests, one after the other. */
  readonly instead: ((request: IncomingMessage, response: ServerResponse) => void)[];
  /** Breaks the connections that there are. */
  readonly cut: () => void;
  readonly close: () => void;
}

export async function openArchiveServer(): Promise<ArchiveServer> {
  const { key, cert } = makeCertificate(['localhost']);
  let bytes: Buffer = Buffer.alloc(0);
  let tag = '"first"';
  const ranges: (string | null)[] = [];
  const instead: ArchiveServer['instead'] = [];
  const server = createServer({ key, cert }, (request, response) => {
    const range = request.headers.range ?? null;
    ranges.push(range);
    const other = instead.shift();
    if (other === undefined) give(response, bytes, tag, request.headers['if-range'] === tag ? range : null);
    else other(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `localhost:${(server.address() as AddressInfo).port}`;
  return {
    ...{ host, url: `https://${host}/component.tgz`, ca: cert, ranges, instead },
    serve: (given, its = '"first"') => {
      [bytes, tag] = [given, its];
    },
    cut: () => {
      server.closeAllConnections();
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function give(response: ServerResponse, bytes: Buffer, tag: string, range: string | null): void {
  const from = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0);
  const rest = bytes.subarray(from);
  const headers = { etag: tag, 'content-length': rest.length };
  if (range === null) response.writeHead(200, headers);
  else
    response.writeHead(206, {
      ...headers,
      'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}`,
    });
  response.end(rest);
}

/** The beginning, and then nothing more. */
export const stopAfter =
  (bytes: Buffer, count: number, tag = '"first"') =>
  (_request: IncomingMessage, response: ServerResponse): void => {
    response.writeHead(200, { etag: tag, 'content-length': bytes.length });
    response.write(bytes.subarray(0, count));
  };

export const redirectTo =
  (location: string) =>
  (_request: IncomingMessage, response: ServerResponse): void => {
    response.writeHead(302, { location }).end();
  };
