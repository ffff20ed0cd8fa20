// What a client may do wrong: each line gets the answer that the protocol has for it, and the server lives on.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { RawClient } from '../support/mcp-client.js';

const ping = { jsonrpc: '2.0', id: 'ping', method: 'ping' } as const;

describe('pymcp stdio', () => {
  let client: RawClient;

  beforeEach(async () => {
    client = new RawClient();
    await client.initialize();
  });

  afterEach(async () => {
    // Nothing but the protocol was ever on stdout.
    for (const line of client.lines) {
      assert.equal((JSON.parse(line) as { jsonrpc?: string }).jsonrpc, '2.0');
    }
    assert.deepEqual((await client.ask(ping)).result, {});
    client.child.stdin.end();
    assert.equal(await client.exited, 0);
  });

  const parseErrors: readonly { readonly what: string; readonly bytes: string | Buffer }[] = [
    { what: 'garbage', bytes: 'GET / HTTP/1.1\n' },
    { what: 'half a message', bytes: '{"jsonrpc":"2.0","id":1,"method":"too\n' },
    { what: 'bytes that are no UTF-8', bytes: Buffer.from([0x7b, 0xff, 0xfe, 0x7d, 0x0a]) },
    { what: 'NUL bytes', bytes: '\0\0\0\n' },
  ];
  for (const { what, bytes } of parseErrors) {
    it(`answers ${what} with a parse error`, async () => {
      client.write(bytes);
      assert.equal((await client.answerTo(null)).error?.code, -32700);
    });
  }

  const invalid: readonly { readonly what: string; readonly message: unknown; readonly id?: number }[] = [
    { what: 'a batch', message: [ping, ping] },
    { what: 'an empty batch', message: [] },
    { what: 'a number', message: 42 },
    { what: 'null', message: null },
    { what: 'an object without a method', message: { jsonrpc: '2.0', id: 5 }, id: 5 },
    { what: 'another version', message: { ...ping, jsonrpc: '1.0', id: 6 }, id: 6 },
    { what: 'a method that is no text', message: { ...ping, method: 1, id: 7 }, id: 7 },
    { what: 'params that are a list', message: { ...ping, params: [1], id: 8 }, id: 8 },
    { what: 'an id that is an object', message: { ...ping, id: {} } },
    { what: 'an id that is null', message: { ...ping, id: null } },
  ];
  for (const { what, message, id } of invalid) {
    it(`answers ${what} as an invalid request`, async () => {
      client.send(message);
      assert.equal((await client.answerTo(id ?? null)).error?.code, -32600);
    });
  }

  it('answers a line that is too long once, and reads on behind it', async () => {
    const chunk = Buffer.alloc(1024 * 1024, 0x61);
    for (let count = 0; count < 80; count += 1) client.write(chunk);
    client.write('\n');
    assert.equal((await client.answerTo(null)).error?.code, -32600);
    assert.equal(client.lines.length, 2);
  });

  it('reads a message that comes byte by byte, and several that come at once', async () => {
    for (const byte of `${JSON.stringify({ ...ping, id: 'slow' })}\n`) client.write(byte);
    client.write(
      `${JSON.stringify({ ...ping, id: 'a' })}\n\r\n\n${JSON.stringify({ ...ping, id: 'b' })}\r\n`,
    );
    for (const id of ['slow', 'a', 'b']) assert.deepEqual((await client.answerTo(id)).result, {});
  });

  it('stays silent about answers that nobody asked for', async () => {
    client.send({ jsonrpc: '2.0', id: 99, result: {} });
    client.send({ jsonrpc: '2.0', id: null, error: { code: 1 } });
    client.send({ jsonrpc: '2.0', result: 'x' });
    await client.ask({ ...ping, id: 'then' });
    assert.equal(client.lines.length, 2);
  });

  it('answers an unknown method, and stays silent about an unknown notification', async () => {
    client.send({ jsonrpc: '2.0', method: 'notifications/unheard_of' });
    const answer = await client.ask({ jsonrpc: '2.0', id: 1, method: 'no/such' });
    assert.equal(answer.error?.code, -32601);
  });

  it('answers arguments of a wrong shape', async () => {
    for (const [id, params] of [{}, { name: 5 }, { name: 'run_python', arguments: 'x' }].entries()) {
      const { error } = await client.ask({ jsonrpc: '2.0', id, method: 'tools/call', params });
      assert.equal(error?.code, -32602);
    }
  });

  it('reads JSON that is nested deeply', async () => {
    const depth = 100_000;
    client.write(
      `{"jsonrpc":"2.0","id":1,"method":"x","params":{"a":${'['.repeat(depth)}${']'.repeat(depth)}}}\n`,
    );
    assert.ok((await client.answerTo(1)).error !== undefined);
  });

  it('does not take a client by its own names', async () => {
    client.write(
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"__proto__","arguments":{"__proto__":{"code":"1"}}}}\n',
    );
    assert.equal((await client.answerTo(1)).error?.code, -32602);
  });
});

describe('pymcp stdio before the protocol began', () => {
  it('answers what it knew when the input ended', async () => {
    const client = new RawClient();
    const params = {
      protocolVersion: '2025-11-25',
      capabilities: {},
      clientInfo: { name: 'a', version: '1' },
    };
    client.send({ jsonrpc: '2.0', id: 1, method: 'initialize', params });
    client.send({ jsonrpc: '2.0', id: 2, method: 'tools/list' });
    client.child.stdin.end();
    assert.equal(await client.exited, 0);
    assert.deepEqual(
      client.lines.map((line) => (JSON.parse(line) as { id: number }).id),
      [1, 2],
    );
    assert.equal(client.stderr, '');
  });

  it('ends where there was no input at all', async () => {
    const client = new RawClient();
    client.child.stdin.end();
    assert.equal(await client.exited, 0);
    assert.deepEqual([client.lines, client.stderr], [[], '']);
  });
});
