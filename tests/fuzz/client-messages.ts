// What clients send, of both eras, and the same with changes.
import fc from 'fast-check';
import { mutatedBytes, mutatedJson, mutatedText } from './mutations.js';

export const meta = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'fuzz', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
};
export const call = { name: 'test_simple_text', arguments: {} };

export interface Message {
  readonly jsonrpc: '2.0';
  readonly id?: string | number;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly result?: object;
}

/** Of both eras. */
export const messages: readonly Message[] = [
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
const json = fc.oneof(message, mutatedJson(message)).map((value) => JSON.stringify(value));
export const body: fc.Arbitrary<Buffer> = fc.oneof(
  { weight: 6, arbitrary: json.map((text) => Buffer.from(text)) },
  { weight: 2, arbitrary: mutatedText(json).map((text) => Buffer.from(text)) },
  { weight: 1, arbitrary: mutatedBytes(json.map((text) => Buffer.from(text))) },
  {
    weight: 1,
    arbitrary: fc
      .integer({ min: 1, max: 4000 })
      .map((depth) => Buffer.from('['.repeat(depth) + ']'.repeat(depth))),
  },
);
