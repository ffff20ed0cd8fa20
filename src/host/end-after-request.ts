// The end of an answer to a request that is not read to its end: what is left of it is thrown away, for a moment. A client that
// is still sending would find its connection reset, and never see the answer (RFC 9112, section 9.6).
import type { IncomingMessage, ServerResponse } from 'node:http';
import { doLater } from './clock.js';

const drainMs = 2_000;

/** The client has all of the answer with its last byte; its end closes the connection where the client asked for that. */
export function endAfterRequest(request: IncomingMessage, response: ServerResponse, body: string): void {
  response.write(body);
  const end = (): void => {
    stop();
    response.end();
  };
  const stop = doLater(drainMs, end);
  request.once('end', end).once('close', end).resume();
}
