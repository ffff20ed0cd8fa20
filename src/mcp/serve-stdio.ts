// Serves one client over two streams, in the era of the protocol that it speaks, until it has gone.
import type { Readable, Writable } from 'node:stream';
import { serveStdio as serve } from '@modelcontextprotocol/server/stdio';
import type { PythonService } from '../services/python/python-service.js';
import { createServer } from './create-server.js';
import { StdioTransport } from './stdio-transport.js';

export interface StdioClient {
  /** Resolves when the client has gone: its input ended, or it reads no more. */
  readonly gone: Promise<void>;
}

/** @param onError told of what the protocol has no answer for */
export function serveStdio(
  service: PythonService,
  input: Readable,
  output: Writable,
  onError: (error: Error) => void,
): StdioClient {
  const transport = new StdioTransport(input, output);
  serve(() => createServer(service, transport.inputEnded), { transport, onerror: onError });
  return { gone: transport.closed };
}
