// Serves one client over two streams, in the era of the protocol that it speaks, until it has gone.
import { randomUUID } from 'node:crypto';
import type { Readable, Writable } from 'node:stream';
import { serveStdio as serve } from '@modelcontextprotocol/server/stdio';
import { toCaller } from '../core/caller.js';
import { collectOffers, createServer, type ServedServices } from './create-server.js';
import { ListenedResources } from './serving/listened-resources.js';
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

export interface ServeStdioOptions extends ServedServices {
  /** Told of what the protocol has no answer for. */
  readonly onError: (error: Error) => void;
}

export function serveStdio(options: ServeStdioOptions, input: Readable, output: Writable): StdioClient {
  const { services, onError } = options;
  const listened = new ListenedResources(services);
  const transport = new StdioTransport(input, output, listened.hear);
  // One for the connection: a server object that a client only tried is replaced by another.
  const caller = toCaller(`connection:${randomUUID()}`);
  serve(
    async ({ era }) => {
      const product = createServer(await collectOffers(options, caller, transport.inputEnded));
      // The library passes on what a request of subscriptions/listen asked for.
      if (era === 'modern') tellChanges(product.server, services, caller);
      return product;
    },
    { transport, onerror: onError, maxSubscriptions: mostListening },
  );
  const { closed: gone } = transport;
  void gone.then(() => {
    listened.close();
    return Promise.all(services.map((service) => service.closeCaller(caller)));
  });
  return { gone, calls: () => transport.calls };
}
