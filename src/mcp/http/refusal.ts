// A request that is not served: the status that says so to programs, and words that say it to a person. The body is an
// error of JSON-RPC without id, as the protocol has it where no request could be read.
import { type OutgoingHttpHeaders, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { endAfterRequest } from '../../host/end-after-request.js';

/** Why, for the counts of /metrics. */
export type RefusalReason =
  | 'host'
  | 'origin'
  | 'malformed'
  | 'not-found'
  | 'method'
  | 'no-token'
  | 'bad-token'
  | 'no-store'
  | 'scope'
  | 'rate'
  | 'concurrency'
  | 'too-large'
  | 'media-type'
  | 'stopping'
  | 'connections';

export interface Refusal {
  readonly reason: RefusalReason;
  readonly status: number;
  /** What happened: one sentence without a period. */
  readonly message: string;
  /** What to do about it. */
  readonly hint: string;
  readonly headers?: OutgoingHttpHeaders;
  /** Of JSON-RPC; -32000 where left out (specification, "Transports"). */
  readonly code?: number;
}

/** Of every answer: nothing of it is for a cache, a frame or a guess at its type. */
export const safeHeaders = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
} as const;

export const stopping: Refusal = {
  reason: 'stopping',
  status: 503,
  message: 'the gateway is stopping',
  hint: 'start it again: pymcp serve',
  headers: { 'retry-after': '5', connection: 'close' },
};

function toBody({ code = -32_000, message, hint }: Refusal): string {
  return JSON.stringify({ jsonrpc: '2.0', id: null, error: { code, message, data: { hint } } });
}

/**
 * What is left of the request is read and thrown away, for a moment: a client that is still sending would find its connection
 * reset, and never see why (RFC 9112, section 9.6). One that waits to be asked for its body is told not to send it.
 */
export function refuse(response: ServerResponse, refusal: Refusal): void {
  if (response.headersSent || response.destroyed) return;
  const { req: request } = response;
  const body = toBody(refusal);
  const isAsking = request.headers.expect !== undefined;
  response.writeHead(refusal.status, {
    ...safeHeaders,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    ...(isAsking ? { connection: 'close' } : {}),
    ...refusal.headers,
  });
  if (request.complete || isAsking) response.end(body);
  else endAfterRequest(request, response, body);
}

/** On a connection on which there is no request that could be answered. It ends the connection. */
export function writeRefusal(socket: Duplex, refusal: Refusal): void {
  const body = toBody(refusal);
  const headers = {
    ...refusal.headers,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}\r\n`);
  const status = `${refusal.status} ${STATUS_CODES[refusal.status] ?? ''}`;
  socket.end(`HTTP/1.1 ${status}\r\n${lines.join('')}\r\n${body}`, () => socket.destroy());
}
