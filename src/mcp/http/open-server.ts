// A server of HTTP with bounds on everything that a client could draw out: headers, bodies, silence, connections. What is
// wrong on the line gets an answer where one can still be written.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Refusal, writeRefusal } from './refusal.js';

export interface ServerBounds {
  /** Connections at once; the next is told so and closed. */
  readonly connections: number;
}

export interface OpenServerOptions extends ServerBounds {
  readonly onRequest: (request: IncomingMessage, response: ServerResponse) => void;
  /** Told of a connection that was not taken. */
  readonly onRefused: (refusal: Refusal) => void;
}

/** From the first byte to the last of the headers (slow headers, CVE-2007-6750), and of the whole request. */
const headersMs = 10_000;
const requestMs = 30_000;
const idleMs = 65_000;
const headerBytes = 16 * 1024;
/** Beyond the bound, connections that are told why; beyond these they are closed without a word. */
const toldConnections = 32;

export interface OpenedServer {
  /** Listens nowhere yet. */
  readonly server: Server;
  readonly connections: () => number;
}

export function openServer({ connections, onRequest, onRefused }: OpenServerOptions): OpenedServer {
  const server = createServer(
    {
      headersTimeout: headersMs,
      requestTimeout: requestMs,
      keepAliveTimeout: idleMs,
      connectionsCheckingInterval: 1_000,
      maxHeaderSize: headerBytes,
      requireHostHeader: false,
      noDelay: true,
      insecureHTTPParser: false,
    },
    onRequest,
  );
  server.maxConnections = connections + toldConnections;
  let open = 0;
  server.on('connection', (socket) => {
    open += 1;
    socket.once('close', () => {
      open -= 1;
    });
    if (open <= connections) return;
    onRefused(tooMany);
    writeRefusal(socket, tooMany);
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const refusal = toRefusal(error.code ?? '');
    if (refusal !== null) onRefused(refusal);
    if (refusal !== null && socket.writable) writeRefusal(socket, refusal);
    else socket.destroy();
  });
  // Node.js would ask for the body by itself, before the request is judged.
  server.on('checkContinue', onRequest);
  return { server, connections: () => open };
}

const tooMany: Refusal = {
  reason: 'connections',
  status: 503,
  message: 'there are too many connections',
  hint: 'close some, or raise http.connections in the configuration',
  headers: { 'retry-after': '1' },
};

/** null: nobody is there to be told. */
function toRefusal(code: string): Refusal | null {
  switch (code) {
    case 'ECONNRESET':
    case 'EPIPE':
      return null;
    case 'HPE_HEADER_OVERFLOW':
      return {
        reason: 'malformed',
        status: 431,
        message: `the headers have more than ${headerBytes} bytes`,
        hint: 'send fewer or shorter headers',
      };
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return {
        reason: 'malformed',
        status: 408,
        message: 'the request did not come to its end in time',
        hint: `send it whole within ${requestMs / 1000} seconds, its headers within ${headersMs / 1000}`,
      };
    default:
      return {
        reason: 'malformed',
        status: 400,
        message: 'the request is no HTTP/1.1',
        hint: 'speak plain HTTP/1.1; there is no TLS on loopback',
      };
  }
}
