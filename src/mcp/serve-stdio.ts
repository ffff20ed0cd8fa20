// Serves one client over two streams, in the era of the protocol that it speaks, until it has gone.
import { randomUUID } from 'node:crypto';
import type { Readable, Writable } from 'node:stream';
import { serveStdio as serve } from '@modelcontextprotocol/server/stdio';
import { toCaller } from '../core/caller.js';
import { createServer } from './create-server.js';
import type { McpService } from './mcp-service.js';
import { StdioTransport } from './stdio-transport.js';

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
  const caller = toCaller(randomUUID());
  serve(() => createServer(services, caller, transport.inputEnded), { transport, onerror: onError });
  const { closed: gone } = transport;
  void gone.then(() => Promise.all(services.map((service) => service.closeCaller(caller))));
  return { gone, calls: () => transport.calls };
}
