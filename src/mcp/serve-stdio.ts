// Serves one client over two streams, in the era of the protocol that it speaks, until it has gone.
import { randomUUID } from 'node:crypto';
import type { Readable, Writable } from 'node:stream';
import { serveStdio as serve } from '@modelcontextprotocol/server/stdio';
import { toCaller } from '../core/caller.js';
import { collectOffers, createServer } from './create-server.js';
import type { McpService } from './mcp-service.js';
import { tellChanges } from './serving/tell-changes.js';
import { StdioTransport } from './stdio-transport.js';

/** Open requests of subscriptions/listen: each costs memory for as long as it lives. */
const mostListening = 64;

export interface StdioClient {
  /** Resolves when the client has gone: its input ended, or it reads no more. Its sessions go with it. */
  readonly gone: Promise<void>;
  /** Calls of tools that wait for their answer. */
  readonly calls: () => number;
}

/** @param onError told of what the protocol has no answer for */
export function serveStdio(
  services: readonly McpService[],
  input: Readable,
  output: Writable,
  onError: (error: Error) => void,
): StdioClient {
  const transport = new StdioTransport(input, output);
  // One for the connection: a server object that a client only tried is replaced by another.
  const caller = toCaller(`connection:${randomUUID()}`);
  serve(
    async ({ era }) => {
      const product = createServer(await collectOffers(services, caller, transport.inputEnded));
      // The library passes on what a request of subscriptions/listen asked for.
      if (era === 'modern') tellChanges(product.server, services, caller);
      return product;
    },
    { transport, onerror: onError, maxSubscriptions: mostListening },
  );
  const { closed: gone } = transport;
  void gone.then(() => Promise.all(services.map((service) => service.closeCaller(caller))));
  return { gone, calls: () => transport.calls };
}
