// The baseline over HTTP: a server of the protocol's library with one empty tool, as its documentation shows it, without tokens,
// bounds or a jail. Says where it listens as `pymcp serve --json` does, and ends with its stdin.
//   node dist/bench/http/bare-server.js ERA
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type NodeIncomingMessageLike,
  NodeStreamableHTTPServerTransport,
  toNodeHandler,
} from '@modelcontextprotocol/node';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { emptyTool } from './empty-tool.js';
import { untilStdinEnds } from './until-stdin-ends.js';

function makeServer(): McpServer {
  const server = new McpServer({ name: 'bare', version: '1' });
  server.registerTool(emptyTool, { inputSchema: z.object({}) }, () => ({
    content: [{ type: 'text', text: 'ok' }],
  }));
  return server;
}

type Exchange = readonly [NodeIncomingMessageLike & IncomingMessage, ServerResponse];

/** The era 2025-11-25: a server object and a transport for each session. */
function serveSessions(): (...exchange: Exchange) => Promise<void> {
  const sessions = new Map<string, NodeStreamableHTTPServerTransport>();
  const open = async (): Promise<NodeStreamableHTTPServerTransport> => {
    const transport = new NodeStreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (id) => void sessions.set(id, transport),
    });
    await makeServer().connect(transport);
    return transport;
  };
  return async (request, response) => {
    const known = sessions.get(String(request.headers['mcp-session-id']));
    await (known ?? (await open())).handleRequest(request, response);
  };
}

const serve =
  process.argv[2] === '2026-07-28' ? toNodeHandler(createMcpHandler(makeServer)) : serveSessions();
const server = createServer((request, response) => {
  // The library's types know no property that is there and undefined.
  void serve(request as Exchange[0], response);
});
untilStdinEnds(() => process.exit());
await once(server.listen(0, '127.0.0.1'), 'listening');
const { port } = server.address() as AddressInfo;
process.stdout.write(`${JSON.stringify({ urls: [`http://127.0.0.1:${port}/mcp`] })}\n`);
