// tools/list and tools/call over the tools of all services.
import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import type { OfferedTool } from '../offer.js';
import { explainUnknown } from './explain-unknown.js';
import type { ProtocolServer } from './protocol-server.js';
import { pageParams } from './request-params.js';
import { takePage } from './take-page.js';

/** @param listTools those that there are now */
export function serveTools(server: ProtocolServer, listTools: () => readonly OfferedTool[]): void {
  server.registerCapabilities({ tools: { listChanged: true } });
  server.setRequestHandler('tools/list', { params: pageParams }, ({ cursor }) => {
    const { items, next } = takePage(listTools(), ({ name }) => name, cursor);
    return { tools: items.map(({ define }) => define()), ...next };
  });
  server.setRequestHandler('tools/call', async ({ params }, context) => {
    const tools = listTools();
    const tool = tools.find(({ name }) => name === params.name);
    if (tool !== undefined) return tool.call(params.arguments ?? {}, context);
    const names = tools.map(({ name }) => name);
    throw new ProtocolError(
      ProtocolErrorCode.InvalidParams,
      explainUnknown('tool', params.name, names, 'tools/list'),
    );
  });
}
