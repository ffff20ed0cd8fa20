// The library's server with no more than the protocol: what is offered comes from our services.
import type { McpServer } from '@modelcontextprotocol/server';

export type ProtocolServer = McpServer['server'];
