import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readToolResult, toToolCall } from './tool-call.js';

const call = { id: 7, tool: 'list_sessions', args: {}, session: null };

describe('a call over HTTP', () => {
  it('belongs to a session in the era that has them', () => {
    const { headers, body } = toToolCall('2025-11-25', { ...call, session: 'some' });
    assert.equal(headers['mcp-session-id'], 'some');
    assert.equal(headers['mcp-protocol-version'], '2025-11-25');
    const params = { name: 'list_sessions', arguments: {} };
    assert.deepEqual(JSON.parse(body), { jsonrpc: '2.0', id: 7, method: 'tools/call', params });
  });

  it('stands alone in the other, and says in its headers what its body says', () => {
    const { headers, body } = toToolCall('2026-07-28', { ...call, session: 'some' });
    assert.equal(headers['mcp-session-id'], undefined);
    assert.equal(headers['mcp-method'], 'tools/call');
    assert.equal(headers['mcp-name'], 'list_sessions');
    const { params } = JSON.parse(body) as { params: { _meta: Record<string, unknown> } };
    assert.equal(params._meta['io.modelcontextprotocol/protocolVersion'], headers['mcp-protocol-version']);
  });
});

describe('an answer over HTTP', () => {
  const message = (fields: object): string => JSON.stringify({ jsonrpc: '2.0', id: 7, ...fields });
  const done = message({ result: { content: [{ type: 'text', text: 'a\nb' }] } });

  it('is JSON, or the last message of a stream', () => {
    const progress = JSON.stringify({ jsonrpc: '2.0', method: 'notifications/progress', params: {} });
    const stream = `id: 1\ndata: \n\nevent: message\ndata: ${progress}\n\nevent: message\ndata: ${done}\n\n`;
    assert.equal(readToolResult('application/json', done).content?.[0]?.text, 'a\nb');
    assert.equal(readToolResult('text/event-stream; charset=utf-8', stream).content?.[0]?.text, 'a\nb');
  });

  it('is none where it is an error, or only tells of progress', () => {
    const refused = message({ error: { code: -32602, message: 'no such tool' } });
    assert.throws(() => readToolResult('application/json', refused), /no such tool/);
    assert.throws(() => readToolResult('text/event-stream', 'id: 1\ndata: \n\n'), /without a message/);
    assert.throws(() => readToolResult('application/json', message({})), /no result/);
  });
});
