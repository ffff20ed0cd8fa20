// `/health`: whether the gateway serves; with a token also what. Without one nothing that helps an attacker.
import type { ServerResponse } from 'node:http';
import { packageVersion } from '../../host/package-root.js';
import type { McpService } from '../mcp-service.js';
import { safeHeaders } from './refusal.js';

export interface Health {
  readonly isStopping: boolean;
  /** null: to somebody unknown. */
  readonly services: readonly McpService[] | null;
}

export function answerHealth(response: ServerResponse, { isStopping, services }: Health): void {
  const status = isStopping ? 'stopping' : 'ok';
  const details =
    services === null ? {} : { version: packageVersion(), services: services.map(({ name }) => name) };
  response.writeHead(isStopping ? 503 : 200, { ...safeHeaders, 'content-type': 'application/json' });
  response.end(`${JSON.stringify({ status, ...details })}\n`);
}
