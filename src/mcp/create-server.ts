// A server object with the tools of some services. One for each connection or request and never shared: answers of one
// client must not reach another (CVE-2026-25536).
import { McpServer } from '@modelcontextprotocol/server';
import type { Caller } from '../core/caller.js';
import { packageVersion } from '../host/package-root.js';
import type { McpService } from './mcp-service.js';

/**
 * @param caller whose sessions and results it sees
 * @param hurry resolves when the client waits for no more than what is known
 */
export async function createServer(
  services: readonly McpService[],
  caller: Caller,
  hurry: Promise<void>,
): Promise<McpServer> {
  const server = new McpServer(
    { name: 'isolated-pymcp', title: 'isolated-pymcp', version: packageVersion() },
    {
      capabilities: { tools: { listChanged: false } },
      instructions: services.map(({ instructions }) => instructions).join('\n\n'),
    },
  );
  for (const service of services) await service.register(server, caller, hurry);
  return server;
}
