// A language server is hostile: what it says and what it does not say end the conversation, never the gateway.
import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { PymcpError } from '../../../core/errors.js';
import { LspConnection } from './lsp-connection.js';
import { encodeMessage, MessageDecoder } from './message-decoder.js';

const patientMs = 20_000;

function connect(answer: (method: string, params: unknown) => unknown = () => null): {
  readonly connection: LspConnection;
  readonly output: PassThrough;
  readonly asked: unknown[];
} {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const asked: unknown[] = [];
  const decoder = new MessageDecoder();
  input.on('data', (chunk: Buffer) =>
    asked.push(...decoder.push(chunk).map((body) => JSON.parse(body) as unknown)),
  );
  return { connection: new LspConnection({ input, output }, answer), output, asked };
}

const failsWith = (code: string, words: RegExp) => (error: unknown) =>
  error instanceof PymcpError && error.code === code && words.test(error.message);

describe('LspConnection', () => {
  it('gives each answer to its question, in whatever order', async () => {
    const { connection, output } = connect();
    const asked = [connection.request('one', {}, patientMs), connection.request('two', {}, patientMs)];
    output.write(encodeMessage({ jsonrpc: '2.0', id: 2, result: 'b' }));
    output.write(encodeMessage({ jsonrpc: '2.0', id: 99, result: 'nobody asked' }));
    output.write(encodeMessage({ jsonrpc: '2.0', id: 1, result: 'a' }));
    assert.deepEqual(await Promise.all(asked), ['a', 'b']);
    assert.equal(connection.isOver, false);
  });

  it('answers what the server asks, and nothing where it only tells', async () => {
    const { connection, output, asked } = connect((method, params) => [method, params]);
    output.write(encodeMessage({ jsonrpc: '2.0', method: 'told' }));
    output.write(encodeMessage({ jsonrpc: '2.0', id: 'x', method: 'asked', params: 1 }));
    const own = connection.request('mine', {}, patientMs);
    output.write(encodeMessage({ jsonrpc: '2.0', id: 1, result: null }));
    assert.equal(await own, null);
    while (asked.length < 2) await setImmediate();
    assert.deepEqual(
      asked.filter((message) => !('method' in (message as object))),
      [{ jsonrpc: '2.0', id: 'x', result: ['asked', 1] }],
    );
  });

  it('tells a refusal of the server as one, and goes on', async () => {
    const { connection, output } = connect();
    const asked = connection.request('odd', {}, patientMs);
    output.write(encodeMessage({ jsonrpc: '2.0', id: 1, error: { code: -1, message: 'no such thing' } }));
    await assert.rejects(asked, failsWith('code.server-refused', /no such thing/));
    assert.equal(connection.isOver, false);
  });

  for (const [what, bytes] of [
    ['bytes that are no message', Buffer.from('x'.repeat(300))],
    ['a message that is no JSON', Buffer.from('Content-Length: 1\r\n\r\n{')],
    ['a message that is no object', encodeMessage(null as unknown as object)],
    ['an answer without a number', encodeMessage({ jsonrpc: '2.0', id: { $gt: 0 }, result: 1 })],
  ] as const)
    it(`ends with every question that waits after ${what}`, async () => {
      const { connection, output } = connect();
      const asked = connection.request('one', {}, patientMs);
      output.write(bytes);
      await assert.rejects(asked, failsWith('code.server-failed', /broke the rules/));
      await connection.ended;
      await assert.rejects(
        connection.request('next', {}, patientMs),
        failsWith('code.server-failed', /gone/),
      );
    });

  it('ends where the server does not answer in time, or goes', async () => {
    const late = connect();
    await assert.rejects(
      late.connection.request('slow', {}, 5),
      failsWith('code.server-failed', /did not answer slow/),
    );
    assert.equal(late.connection.isOver, true);
    const gone = connect();
    const asked = gone.connection.request('one', {}, patientMs);
    gone.output.end();
    await assert.rejects(asked, failsWith('code.server-failed', /it has ended/));
  });

  it('holds no more than a few hundred questions at once', async () => {
    const { connection } = connect();
    const asked = Array.from({ length: 300 }, () => connection.request('one', {}, patientMs));
    const refused = asked
      .slice(256)
      .map((one) => assert.rejects(one, failsWith('code.server-failed', /too much/)));
    await Promise.all(refused);
    connection.close();
    await Promise.all(asked.slice(0, 256).map((one) => assert.rejects(one)));
  });
});
