// What clients send: lines over stdio, and requests over real HTTP to the real gateway in this process.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import fc from 'fast-check';
import type { TokenVerifier } from '../../../src/mcp/http/authenticate.js';
import { GatewayMetrics } from '../../../src/mcp/http/gateway-metrics.js';
import { openGateway } from '../../../src/mcp/http/open-gateway.js';
import type { McpService } from '../../../src/mcp/mcp-service.js';
import { type Line, LineSplitter } from '../../../src/mcp/line-splitter.js';
import { parseMessage } from '../../../src/mcp/parse-message.js';
import { openFixtures } from '../../conformance/fixtures/fixtures-service.js';
import { type Check, fuzzTarget, type FuzzTarget, fuzzTargetWith } from '../fuzz-target.js';
import { cutBytes, cuts, mutatedBytes, mutatedJson, mutatedText } from '../mutations.js';

const meta = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'fuzz', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
};
const call = { name: 'test_simple_text', arguments: {} };

interface Message {
  readonly jsonrpc: '2.0';
  readonly id?: string | number;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly result?: object;
}

/** Of both eras. */
const messages: readonly Message[] = [
  { jsonrpc: '2.0', id: 1, method: 'ping' },
  {
    jsonrpc: '2.0',
    id: 1,
    method: 'initialize',
    params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'fuzz', version: '1' } },
  },
  { jsonrpc: '2.0', method: 'notifications/initialized' },
  { jsonrpc: '2.0', id: 'a', method: 'tools/list', params: { cursor: 'x' } },
  { jsonrpc: '2.0', id: 2, method: 'server/discover', params: { _meta: meta } },
  { jsonrpc: '2.0', id: 3, method: 'tools/list', params: { _meta: meta } },
  { jsonrpc: '2.0', id: 4, method: 'tools/call', params: { ...call, _meta: meta } },
  { jsonrpc: '2.0', id: 5, method: 'resources/read', params: { uri: 'test://static-text', _meta: meta } },
  { jsonrpc: '2.0', id: 6, method: 'prompts/get', params: { name: 'test_simple_prompt', _meta: meta } },
  { jsonrpc: '2.0', id: 7, result: {} },
];
const message = fc.constantFrom(...messages);
const json = fc.oneof(message, mutatedJson(message)).map((value) => JSON.stringify(value) ?? 'null');
const body: fc.Arbitrary<Buffer> = fc.oneof(
  { weight: 6, arbitrary: json.map((text) => Buffer.from(text)) },
  { weight: 2, arbitrary: mutatedText(json).map((text) => Buffer.from(text)) },
  { weight: 1, arbitrary: mutatedBytes(json.map((text) => Buffer.from(text))) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 4000 }).map((depth) => Buffer.from('['.repeat(depth) + ']'.repeat(depth))) },
);

const mostLineBytes = 2000;

function splitAll(parts: readonly Buffer[]): Line[] {
  const splitter = new LineSplitter(mostLineBytes);
  return parts.flatMap((part) => [...splitter.push(part)]);
}

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** What may stand in a header: Node.js sends nothing else. */
const headerValue = fc.oneof(
  fc.constantFrom('', '*/*', 'application/json', 'text/event-stream', 'application/json; charset=utf-16', 'text/plain', 'gzip', '2025-11-25'),
  fc.string({ maxLength: 20, unit: 'grapheme-ascii' }),
);
const header = fc.tuple(
  fc.constantFrom(
    'accept', 'content-type', 'content-encoding', 'origin', 'host', 'mcp-session-id', 'mcp-protocol-version', 'mcp-method',
    'mcp-name', 'last-event-id', 'x-other', 'expect', 'authorization', 'cookie', 'forwarded',
  ), // prettier-ignore
  headerValue,
);

/** A message with the headers that belong to it, which the body need not keep to. */
const declared = fc.constantFrom(...messages).chain((whole) => {
  const text = JSON.stringify(whole);
  const changed = fc.oneof(
    { weight: 4, arbitrary: mutatedJson(fc.constant(whole)).map((value) => Buffer.from(JSON.stringify(value) ?? '')) },
    { weight: 1, arbitrary: mutatedText(fc.constant(text)).map((one) => Buffer.from(one)) },
    { weight: 1, arbitrary: mutatedBytes(fc.constant(Buffer.from(text))) },
    { weight: 2, arbitrary: fc.constant(Buffer.from(text)) },
    { weight: 1, arbitrary: body },
  );
  return changed.map((bytes) => ({ headers: headersOf(whole), bytes }));
});

/** As the revision of 2026 wants them; none for what is older. */
function headersOf({ method, params }: Message): Readonly<Record<string, string>> {
  if (params === undefined || !('_meta' in params)) return {};
  const named = params['name'] ?? params['uri'];
  return {
    'mcp-protocol-version': '2026-07-28',
    'mcp-method': method ?? '',
    ...(typeof named === 'string' ? { 'mcp-name': named } : {}),
  };
}

const asked: fc.Arbitrary<Asked> = fc
  .record({
    method: fc.oneof({ weight: 20, arbitrary: fc.constant('POST') }, { weight: 1, arbitrary: fc.constantFrom('PUT', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH') }),
    path: fc.oneof({ weight: 16, arbitrary: fc.constantFrom('/mcp', '/mcp/fixtures') }, { weight: 1, arbitrary: fc.constantFrom('/', '/mcp/', '/mcp/../health', '//mcp', '/mcp?x=1', '/mcp/%2e%2e', '/health', '/metrics', '/mcp/none') }),
    others: fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.array(header, { maxLength: 3 }) }),
    sent: declared,
  })
  .map(({ method, path, others, sent: { headers, bytes } }) => ({
    method,
    path,
    body: bytes,
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...headers,
      ...Object.fromEntries(others),
    },
  }));

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

const statuses = [200, 202, 204, 400, 401, 403, 404, 405, 406, 413, 415, 417, 421, 429, 503];
/** An answer that streams and does not end by itself is left. */
const mostMs = 20_000;

async function openFuzzedGateway(): Promise<{ check: Check<Asked>; close: () => Promise<void> }> {
  const token = randomBytes(32).toString('base64url');
  const errors: Error[] = [];
  const services = [openFixtures()];
  const gateway = await openGateway({
    services,
    tokens: toVerifier(token, services),
    http: { ...http },
    metrics: new GatewayMetrics(),
    onError: (error) => {
      errors.push(error);
    },
  });
  const [base = ''] = gateway.urls;
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  const send = (one: Asked): Promise<Answer> =>
    exchange(base, agent, { ...one, headers: { authorization: `Bearer ${token}`, ...one.headers } });
  const check: Check<Asked> = async (one) => {
    errors.length = 0;
    const answer = await send(one);
    assert.ok(statuses.includes(answer.status), `${answer.status}: ${answer.text.slice(0, 300)}`);
    if (one.method !== 'HEAD') assertRpc(answer);
    await assertServes(send);
    return answer.status < 300 ? 'answered' : 'refused';
  };
  return {
    check,
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

function toVerifier(known: string, services: readonly McpService[]): TokenVerifier {
  const token = { id: 'tests', scopes: services.map(({ name }) => name), expiresMs: Date.now() + 36_000_000 };
  return {
    verify: (presented) => Promise.resolve(presented === known ? { kind: 'valid', token } : { kind: 'unknown' }),
    isKnown: (id) => Promise.resolve(id === token.id),
  };
}

function exchange(base: string, agent: Agent, { method, path, headers, body: bytes }: Asked): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(base, { agent, method, path, headers: { ...headers, 'content-length': bytes.length } }, (response) => {
      let text = '';
      const finish = (): void => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
      };
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', finish);
      response.on('error', reject);
    });
    sent.setTimeout(mostMs, () => sent.destroy(new Error(`no answer to ${method} ${path} within ${mostMs} ms`)));
    sent.on('error', reject);
    sent.end(bytes);
  });
}

/** JSON-RPC 2.0, sections 5 and 5.1. */
function assertRpc({ status, headers, text }: Answer): void {
  const type = headers['content-type'] ?? '';
  const parts = type.startsWith('text/event-stream') ? [...text.matchAll(/^data: (.+)$/gm)].map(([, data = '']) => data) : [text];
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
    assert.ok(Number.isInteger(error['code']) && typeof error['message'] === 'string', `${status}: ${part.slice(0, 200)}`);
    assert.doesNotMatch(error['message'], /\n\s+at /, 'a stack is shown');
  }
}

/** The next request of somebody else is answered as ever. */
async function assertServes(send: (one: Asked) => Promise<Answer>): Promise<void> {
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

export const wireTargets: readonly FuzzTarget[] = [
  fuzzTarget(
    { name: 'lines of clients', inputs: 400, ways: ['message', 'answer', 'nothing'], arbitrary: fc.tuple(fc.array(body, { minLength: 1, maxLength: 3 }), cuts) },
    ([bodies, places]) => {
      const whole = Buffer.concat(bodies.flatMap((one) => [one, Buffer.from('\n')]));
      const lines = splitAll(cutBytes(whole, places));
      assert.deepEqual(lines, splitAll([whole]));
      assert.equal(lines.length, whole.toString('latin1').split('\n').length - 1);
      const kinds = lines.map((line) => {
        const parsed = parseMessage(line);
        if (parsed.kind === 'answer') {
          const { id, error, jsonrpc } = parsed.answer;
          assert.equal(jsonrpc, '2.0');
          assert.ok(id === null || typeof id === 'string' || Number.isSafeInteger(id));
          assert.ok(Number.isInteger(error.code) && error.message !== '');
        }
        return parsed.kind;
      });
      return kinds.at(-1) ?? '';
    },
  ),
  fuzzTargetWith({ name: 'requests over HTTP', inputs: 250, ways: ['answered', 'refused'], arbitrary: asked }, openFuzzedGateway),
];
