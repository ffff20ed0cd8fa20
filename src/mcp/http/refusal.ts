// A request that is not served: the status that says so to programs, and words that say it to a person. The body is an
// error of JSON-RPC without id, as the protocol has it where no request could be read.
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';

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

export function toBody({ code = -32_000, message, hint }: Refusal): string {
  return JSON.stringify({ jsonrpc: '2.0', id: null, error: { code, message, data: { hint } } });
}

/** What is left of the request is not read: the connection ends where there could be any. */
export function refuse(response: ServerResponse, refusal: Refusal): void {
  if (response.headersSent || response.destroyed) return;
  const isWhole = response.req.complete;
  response.writeHead(refusal.status, {
    ...safeHeaders,
    'content-type': 'application/json',
    ...(isWhole ? {} : { connection: 'close' }),
    ...refusal.headers,
  });
  response.end(toBody(refusal));
}
