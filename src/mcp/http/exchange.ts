// One request of HTTP between two worlds: Node.js, which holds the connection, and the web's Request and Response, which the
// protocol's library speaks. Ours and not the library's adapter, which leaves a stream open to nobody until the next word on it:
// a client that lost its connection could not take it up again.
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface Exchange {
  /** Without its body. Its signal is aborted when nobody waits for the answer any more. */
  readonly request: Request;
  /** Parsed; undefined where the request has none. */
  readonly body: unknown;
  /** Called once when the answer was written, or nobody reads it any more. */
  readonly whenEnded: (then: () => void) => void;
  /** Its place among those that are served at once is kept beyond its end, until what is returned was called. */
  readonly hold: () => () => void;
}

export function toExchange(
  request: IncomingMessage,
  response: ServerResponse,
  { body, hold }: Pick<Exchange, 'body' | 'hold'>,
): Exchange {
  const gone = new AbortController();
  const whenEnded = (then: () => void): void => {
    if (response.closed) then();
    else response.once('close', then);
  };
  whenEnded(() => {
    if (!response.writableFinished) gone.abort();
  });
  const { method = 'GET', url = '/', headers } = request;
  // The Host was checked, and is of no further use.
  const web = new Request(new URL(url, 'http://localhost'), {
    method,
    headers: toHeaders(headers),
    signal: gone.signal,
  });
  return { request: web, body, whenEnded, hold };
}

/** Resolves when all of it was written, or nobody reads it any more. */
export async function writeAnswer(answer: Response, response: ServerResponse): Promise<void> {
  for (const [name, value] of answer.headers) response.setHeader(name, value);
  response.statusCode = answer.status;
  const isStream = answer.headers.get('content-type')?.startsWith('text/event-stream') === true;
  // What is there as a whole leaves in one piece.
  if (answer.body === null || !isStream) response.end(Buffer.from(await answer.arrayBuffer()));
  else await writeStream(answer.body, response);
}

async function writeStream(body: ReadableStream<Uint8Array>, response: ServerResponse): Promise<void> {
  const reader = body.getReader();
  response.once('close', () => {
    reader.cancel().catch(() => undefined);
  });
  // The client waits for the head, though it may be long until there is more.
  response.flushHeaders();
  for (;;) {
    const { done, value } = await reader.read();
    if (done || response.destroyed) break;
    if (!response.write(value)) await drained(response);
  }
  response.end();
}

/** secret.unlogged: the token has done its work, and goes no further. */
function toHeaders({ authorization: _, ...headers }: IncomingMessage['headers']): Headers {
  const web = new Headers();
  for (const [name, value] of Object.entries(headers))
    for (const one of typeof value === 'string' ? [value] : (value ?? [])) web.append(name, one);
  return web;
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      response.off('drain', go).off('close', go);
      resolve();
    };
    response.once('drain', go).once('close', go);
  });
}
