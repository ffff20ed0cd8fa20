// The real gateway in this process, for requests that are made to break it, and what each of its answers must be.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { noSecrets } from '../../src/core/no-secrets.js';
import type { TokenVerifier } from '../../src/mcp/http/authenticate.js';
import { GatewayMetrics } from '../../src/mcp/http/gateway-metrics.js';
import { openGateway } from '../../src/mcp/http/open-gateway.js';
import type { McpService } from '../../src/mcp/mcp-service.js';
import { openFixtures } from '../conformance/fixtures/fixtures-service.js';
import { call, messages, meta } from './client-messages.js';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export const statuses = [200, 202, 204, 400, 401, 403, 404, 405, 406, 413, 415, 417, 421, 429, 503];
/** Nothing that is sent here opens a stream without an end. */
const mostMs = 20_000;

export interface FuzzedGateway {
  /** As one caller, and as another. */
  readonly send: (asked: Asked) => Promise<Answer>;
  readonly sendAsOther: (asked: Asked) => Promise<Answer>;
  readonly close: () => Promise<void>;
}

export async function openFuzzedGateway(): Promise<FuzzedGateway> {
  const tokens = ['one', 'other'].map((id) => ({ id, text: randomBytes(32).toString('base64url') }));
  const services = [openFixtures()];
  const gateway = await openGateway({
    services,
    tokens: toVerifier(tokens, services),
    http: { ...http },
    container: null,
    metrics: new GatewayMetrics(),
    redactor: noSecrets,
    onError: () => undefined,
  });
  const [base = ''] = gateway.urls;
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  const [one, other] = tokens.map(
    ({ text }) =>
      (asked: Asked): Promise<Answer> =>
        exchange(base, agent, { ...asked, headers: { authorization: `Bearer ${text}`, ...asked.headers } }),
  );
  assert.ok(one !== undefined && other !== undefined);
  return {
    send: one,
    sendAsOther: other,
    close: async () => {
      agent.destroy();
      await gateway.stop(AbortSignal.abort());
    },
  };
}

const http = {
  port: 0,
  host: '127.0.0.1',
  ipv6: false,
  socket: false,
  requestsPerMinute: 1_000_000,
  totalRequestsPerMinute: 1_000_000,
  concurrentCalls: 16,
  totalConcurrentCalls: 16,
  connections: 64,
  bodyBytes: 64 * 1024,
  idleMs: 60_000,
  stopMs: 1_000,
} as const;

function toVerifier(
  known: readonly { readonly id: string; readonly text: string }[],
  services: readonly McpService[],
): TokenVerifier {
  const [scopes, expiresMs] = [services.map(({ name }) => name), Date.now() + 36_000_000];
  return {
    verify: (presented) => {
      const found = known.find(({ text }) => text === presented);
      return Promise.resolve(
        found === undefined
          ? { kind: 'unknown' }
          : { kind: 'valid', token: { id: found.id, scopes, expiresMs } },
      );
    },
    isKnown: (id) => Promise.resolve(known.some((token) => token.id === id)),
  };
}

function exchange(
  base: string,
  agent: Agent,
  { method, path, headers, body: bytes }: Asked,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      base,
      { agent, method, path, headers: { ...headers, 'content-length': bytes.length } },
      (response) => {
        let text = '';
        const finish = (): void => {
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
        };
        response.setEncoding('utf8').on('data', (part: string) => (text += part));
        response.on('end', finish);
        response.on('error', reject);
      },
    );
    sent.setTimeout(mostMs, () =>
      sent.destroy(new Error(`no answer to ${method} ${path} within ${mostMs} ms`)),
    );
    sent.on('error', reject);
    sent.end(bytes);
  });
}

/** JSON-RPC 2.0, sections 5 and 5.1. */
export function assertRpc({ status, headers, text }: Answer): void {
  const type = headers['content-type'] ?? '';
  const parts = type.startsWith('text/event-stream')
    ? [...text.matchAll(/^data: (.+)$/gm)].map(([, data = '']) => data)
    : [text];
  if (!type.startsWith('application/json') && !type.startsWith('text/event-stream')) return;
  for (const part of parts) {
    const answer = JSON.parse(part) as Record<string, unknown>;
    if (!('jsonrpc' in answer)) {
      // The health, and refusals before a message was looked at.
      assert.ok('status' in answer || 'error' in answer, part.slice(0, 200));
      continue;
    }
    assert.equal(answer['jsonrpc'], '2.0');
    if ('method' in answer) continue;
    assert.notEqual('result' in answer, 'error' in answer, part.slice(0, 200));
    if (!('error' in answer)) continue;
    const error = answer['error'] as Record<string, unknown>;
    assert.ok(
      Number.isInteger(error['code']) && typeof error['message'] === 'string',
      `${status}: ${part.slice(0, 200)}`,
    );
    assert.doesNotMatch(error['message'], /\n\s+at /, 'a stack is shown');
  }
}

/** Of the 2025 era. */
export async function beginSession(send: (one: Asked) => Promise<Answer>): Promise<string> {
  const { status, headers, text } = await send({
    method: 'POST',
    path: '/mcp',
    headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
    body: Buffer.from(JSON.stringify(messages.find(({ method }) => method === 'initialize'))),
  });
  assert.equal(status, 200, text.slice(0, 300));
  return String(headers['mcp-session-id']);
}

/** The next request of somebody else is answered as ever. */
export async function assertServes(send: (one: Asked) => Promise<Answer>): Promise<void> {
  const params = { ...call, _meta: meta };
  const { status, text } = await send({
    method: 'POST',
    path: '/mcp',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'tools/call',
      'mcp-name': call.name,
    },
    body: Buffer.from(JSON.stringify({ jsonrpc: '2.0', id: 99, method: 'tools/call', params })),
  });
  assert.equal(status, 200, text.slice(0, 300));
  assert.match(text, /simple text/);
}
