// The real gateway in this process, with one token, for programs that others wrote. What they cannot do is done in front of it.
import { randomBytes } from 'node:crypto';
import { noSecrets } from '../../../src/core/no-secrets.js';
import { GatewayMetrics } from '../../../src/mcp/http/gateway-metrics.js';
import { openGateway } from '../../../src/mcp/http/open-gateway.js';
import type { TokenVerifier } from '../../../src/mcp/http/authenticate.js';
import type { McpService } from '../../../src/mcp/mcp-service.js';
import { addToken } from './add-token.js';

export interface Served {
  /** Of the endpoint through a proxy that adds the token. */
  readonly openUrl: string;
  readonly close: () => Promise<void>;
}

const http = {
  port: 0,
  host: '127.0.0.1',
  ipv6: false,
  socket: false,
  requestsPerMinute: 6_000,
  totalRequestsPerMinute: 6_000,
  concurrentCalls: 16,
  totalConcurrentCalls: 16,
  connections: 64,
  bodyBytes: 4 * 1024 * 1024,
  idleMs: 60_000,
  stopMs: 1_000,
} as const;

export async function serveOverHttp(services: readonly McpService[]): Promise<Served> {
  const token = randomBytes(32).toString('base64url');
  const gateway = await openGateway({
    services,
    tokens: toVerifier(token, services),
    http,
    container: null,
    metrics: new GatewayMetrics(),
    redactor: noSecrets,
    // The suite sends what is wrong, and the library tells of each refusal.
    onError: () => undefined,
  });
  const [base = ''] = gateway.urls;
  const proxy = await addToken(base, token);
  return {
    openUrl: `${proxy.url}/mcp`,
    close: async () => {
      await proxy.close();
      await gateway.stop(new AbortController().signal);
    },
  };
}

function toVerifier(known: string, services: readonly McpService[]): TokenVerifier {
  const token = { id: 'tests', scopes: services.map(({ name }) => name), expiresMs: Date.now() + 3_600_000 };
  return {
    verify: (presented) =>
      Promise.resolve(presented === known ? { kind: 'valid', token } : { kind: 'unknown' }),
    isKnown: (id) => Promise.resolve(id === token.id),
  };
}
