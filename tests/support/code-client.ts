// A client of the service `code` over stdio, on a workspace of its own.
import { openClient, type ServedClient } from './mcp-client.js';

interface Options {
  /** Enabled beside `code`. */
  readonly beside?: readonly string[];
  /** Where the gateway keeps what it keeps; left out, where this user has it. */
  readonly home?: string;
}

/** Whoever opens it closes it. */
export function openCodeClient(
  folder: string,
  more: readonly string[] = [],
  { beside = [], home }: Options = {},
): Promise<ServedClient> {
  const services = ['code', ...beside].join(',');
  const env = home === undefined ? undefined : { PATH: String(process.env['PATH']), HOME: home };
  return openClient('2025-11-25', ['--services', services, '--workspace', folder, ...more], env);
}

/** The language server below a gateway runs under the name that it has in the jail. */
export const serverName = 'program';
