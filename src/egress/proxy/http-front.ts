// The proxy's side that speaks HTTP: Node's own server, which listens nowhere and is given connections whose run is known.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { EgressTarget } from '../policy/rule.js';
import { writeRefusal } from './answer-refusal.js';
import type { EgressMeans } from './egress-means.js';
import type { EgressRun } from './egress-run.js';
import { forwardRequest } from './forward-request.js';
import { readRequest } from './read-request.js';
import { refuseUnread } from './refuse-unread.js';
import { serveTunnel } from './serve-tunnel.js';

const headerBytes = 32 * 1024;

/** A connection, and how far it is. */
interface Client {
  readonly run: EgressRun;
  /** The host whose TLS was ended; null: it speaks to the proxy itself. */
  readonly inside: EgressTarget | null;
  /** Requests that have no answer yet. */
  open: number;
  /** Stops the clock that runs while it says nothing. */
  stopClock: () => void;
}

export interface HttpFront {
  /** @param socket paused, with nothing read from it that was not put back */
  readonly take: (socket: Socket, run: EgressRun, inside: EgressTarget | null) => void;
}

export function openHttpFront(means: EgressMeans): HttpFront {
  const clients = new WeakMap<Duplex, Client>();
  const server = createServer({
    maxHeaderSize: headerBytes,
    insecureHTTPParser: false,
    requireHostHeader: false,
    keepAlive: false,
    noDelay: true,
  });
  // All headers are read, or none is believed: the default leaves out what comes behind the 2000th, such as a second length.
  server.maxHeadersCount = 0;
  const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    const client = clients.get(request.socket);
    if (client === undefined) request.socket.destroy();
    else serve(client, means, request, response);
  };
  server.on('request', onRequest);
  // Node.js would ask for the body by itself, before the request is judged.
  server.on('checkContinue', onRequest);
  server.on('connect', (request, socket, head) => {
    const client = clients.get(socket);
    if (client === undefined) socket.destroy();
    else connect(client, means, request, { socket, head, takeInside: take });
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    clients.get(socket)?.stopClock();
    refuseMalformed(error, socket);
  });
  function take(socket: Socket, run: EgressRun, inside: EgressTarget | null): void {
    const client: Client = { run, inside, open: 0, stopClock: () => undefined };
    clients.set(socket, client);
    startClock(client, socket);
    socket.once('close', () => {
      client.stopClock();
    });
    server.emit('connection', socket);
    // It was paused by us, so that the server does not start it by itself.
    socket.resume();
  }
  return { take };
}

function serve(client: Client, means: EgressMeans, request: IncomingMessage, response: ServerResponse): void {
  client.stopClock();
  client.open += 1;
  response.once('close', () => {
    client.open -= 1;
    if (client.open === 0 && !request.socket.destroyed) startClock(client, request.socket);
  });
  response.on('error', () => undefined);
  request.on('error', () => undefined);
  forwardRequest(client, means, request, response).catch(() => request.socket.destroy());
}

function connect(
  client: Client,
  means: EgressMeans,
  request: IncomingMessage,
  {
    socket,
    head,
    takeInside,
  }: { readonly socket: Duplex; readonly head: Buffer; readonly takeInside: HttpFront['take'] },
): void {
  client.stopClock();
  socket.on('error', () => undefined);
  const read = readRequest(request, client.inside);
  // Answers that are still to come would get into the tunnel.
  if (client.open > 0) socket.destroy();
  else if (read.kind !== 'tunnel') {
    const why =
      read.kind === 'malformed' ? read : { why: 'this is no tunnel', hint: 'send the request on its own' };
    refuseUnread(client.run, { way: 'tunnel', asked: request.url ?? '', ...why })
      .then((refusal) => {
        writeRefusal(socket, refusal);
      })
      .catch(() => socket.destroy());
  } else {
    const { run } = client;
    serveTunnel(
      { run, network: means.network, client: socket, head, target: read.target, way: 'tunnel', takeInside },
      {
        opened: () => socket.write('HTTP/1.1 200 Connection established\r\n\r\n'),
        refused: (refusal) => {
          writeRefusal(socket, refusal);
        },
      },
    ).catch(() => socket.destroy());
  }
}

/** Slow headers (CVE-2007-6750): the server's own clock runs for sockets alone that it listens at. */
function startClock(client: Client, socket: Socket): void {
  client.stopClock();
  const timer = setTimeout(() => {
    socket.destroy();
  }, client.run.bounds.headMs);
  client.stopClock = () => {
    clearTimeout(timer);
  };
}

function refuseMalformed({ code }: NodeJS.ErrnoException, socket: Duplex): void {
  if (code === 'ECONNRESET' || code === 'EPIPE') socket.destroy();
  else
    writeRefusal(socket, {
      status: 400,
      asked: '',
      why:
        code === 'HPE_HEADER_OVERFLOW'
          ? 'the headers are too large'
          : 'the request is no HTTP/1.1 that can be read',
      hint: 'send one plain request of HTTP/1.1',
    });
}
