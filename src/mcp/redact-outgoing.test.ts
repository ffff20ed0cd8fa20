import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/server';
import { noSecrets } from '../core/no-secrets.js';
import { parseSecretName } from '../core/names.js';
import { compileRedactor } from '../secrets/redact/compile-redactor.js';
import { redactOutgoing } from './redact-outgoing.js';

const value = 'correct-horse-battery';
const redactor = compileRedactor([{ name: parseSecretName('KEY'), value }]);

/** What is sent over a connection of a server whose messages are redacted. */
async function sendAll(messages: readonly JSONRPCMessage[], by = redactor): Promise<JSONRPCMessage[]> {
  const sent: JSONRPCMessage[] = [];
  const transport: Transport = {
    start: () => Promise.resolve(),
    close: () => Promise.resolve(),
    send: (message) => Promise.resolve(void sent.push(message)),
  };
  const server = { connect: (_transport: Transport) => Promise.resolve() };
  redactOutgoing(server, by);
  await server.connect(transport);
  for (const message of messages) await transport.send(message);
  return sent;
}

describe('messages to a client', () => {
  it('have no secret, but in the id and the token that are the own words of the client', async () => {
    const mask = '[secret KEY]';
    const params = { progressToken: value, progress: 1, message: value };
    const jsonrpc = '2.0' as const;
    const uri = `file:///${value}`;
    assert.deepEqual(
      await sendAll([
        { jsonrpc, id: value, result: { content: [{ type: 'text', text: `a ${value}` }], [value]: 1 } },
        { jsonrpc, id: 1, error: { code: -1, message: value, data: { hint: value } } },
        { jsonrpc, method: 'notifications/progress', params },
        { jsonrpc, method: 'notifications/resources/updated', params: { uri } },
      ]),
      [
        { jsonrpc, id: value, result: { content: [{ type: 'text', text: `a ${mask}` }], [mask]: 1 } },
        { jsonrpc, id: 1, error: { code: -1, message: mask, data: { hint: mask } } },
        { jsonrpc, method: 'notifications/progress', params: { ...params, message: mask } },
        { jsonrpc, method: 'notifications/resources/updated', params: { uri: `file:///${mask}` } },
      ],
    );
  });

  it('are the same objects where nothing is secret', async () => {
    const message: JSONRPCMessage = { jsonrpc: '2.0', method: 'notifications/x', params: { value } };
    const server = { connect: () => Promise.resolve() };
    const { connect } = server;
    redactOutgoing(server, noSecrets);
    assert.equal(server.connect, connect);
    assert.equal((await sendAll([message], { ...redactor, isActive: false }))[0], message);
  });
});
