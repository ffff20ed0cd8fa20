// How a request of HTTP is told that it leads nowhere.
import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { endAfterRequest } from '../../host/end-after-request.js';
import { type Refusal, toBody, toReason } from './refusal.js';

export function answerRefusal(response: ServerResponse, refusal: Refusal): void {
  const { req: request } = response;
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const body = toBody(refusal);
  const isRest = !request.complete;
  const isLast = isRest || refusal.status === 429;
  response.writeHead(refusal.status, toReason(refusal), {
    'content-type': 'text/plain; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    ...(isLast ? { connection: 'close' } : {}),
  });
  if (!isRest || request.headers.expect !== undefined) response.end(body);
  else endAfterRequest(request, response, body);
}

/** On a connection on which there is no request that could be answered. It ends the connection. */
export function writeRefusal(socket: Duplex, refusal: Refusal): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  socket.end(toMessage(refusal), () => socket.destroy());
}

/** The whole answer as it is on the wire. */
export function toMessage(refusal: Refusal): string {
  const body = toBody(refusal);
  return [
    `HTTP/1.1 ${refusal.status} ${toReason(refusal)}`,
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
    '',
    body,
  ].join('\r\n');
}
