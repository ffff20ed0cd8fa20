// A client of the service `code` over stdio, on a workspace of its own.
import { openClient, type ServedClient } from './mcp-client.js';

/** Whoever opens it closes it. */
export function openCodeClient(folder: string, more: readonly string[] = []): Promise<ServedClient> {
  return openClient('2025-11-25', ['--services', 'code', '--workspace', folder, ...more]);
}

/** The language server below a gateway runs under the name that it has in the jail. */
export const serverName = 'program';
