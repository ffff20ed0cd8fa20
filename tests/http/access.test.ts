// Proves: auth.token. Who is let in, and what everybody else is told: the Host and the Origin first, then the token, then
// its scopes.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chmodSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { openServedGateway, type ServedGateway } from '../support/served-gateway.js';

const discover = { jsonrpc: '2.0', id: 1, method: 'ping' };

interface Refused {
  readonly error: {
    readonly code: number;
    readonly message: string;
    readonly data: { readonly hint: string };
  };
}

const refusal = (text: string): Refused['error'] => (JSON.parse(text) as Refused).error;

/** Bytes as they are, on a connection of their own; resolves to all that comes back. */
async function say(gateway: ServedGateway, text: string): Promise<string> {
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
  let back = '';
  socket.setEncoding('latin1').on('data', (part: string) => (back += part));
  socket.write(text);
  await once(socket, 'close');
  return back;
}

describe('the gateway', () => {
  let gateway: ServedGateway;
  before(async () => {
    gateway = await openServedGateway();
  });
  after(() => gateway.stop());

  it('asks for the Host before anything else, and takes no other spelling of loopback', async () => {
    const wrong = [
      'evil.example',
      'evil.example:3001',
      'localhost.evil.example',
      '127.0.0.1.evil.example',
      'x@127.0.0.1',
      '127.0.0.1@evil.example',
      '127.0.0.1/evil',
      '2130706433',
      '0x7f000001',
      '127.1',
      '127.0.0.2',
      '0.0.0.0',
      '[::]',
      '[::ffff:127.0.0.1]',
      'localhost.',
      '127.0.0.1:',
      '127.0.0.1:99999999',
      ' ',
    ];
    for (const host of wrong) {
      for (const path of ['/mcp', '/health', '/metrics', '/nothing']) {
        const { status, text } = await gateway.ask(path, { headers: { host } });
        assert.equal(status, 403, `${host} ${path}`);
        assert.match(refusal(text).message, /Host/);
      }
    }
    const port = new URL(gateway.url).port;
    for (const host of [`127.0.0.1:${port}`, 'localhost', 'LOCALHOST:1', '[::1]:3001'])
      assert.equal((await gateway.ask('/health', { headers: { host } })).status, 200, host);
  });

  it('takes neither none nor two Hosts, nor the address of another in the first line', async () => {
    const end = 'Connection: close\r\n\r\n';
    const none = await say(gateway, `GET /health HTTP/1.1\r\n${end}`);
    assert.match(none, /^HTTP\/1\.1 403 /);
    const two = await say(gateway, `GET /health HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n${end}`);
    assert.match(two, /^HTTP\/1\.1 40[03] /);
    const absolute = await say(
      gateway,
      `GET http://evil.example/health HTTP/1.1\r\nHost: localhost\r\n${end}`,
    );
    assert.match(absolute, /^HTTP\/1\.1 404 /);
  });

  it('takes no request of a page of another origin, whatever token it brings', async () => {
    for (const origin of [
      'http://evil.example',
      'https://localhost.evil.example',
      'http://127.0.0.1.evil.example',
      'http://localhost@evil.example',
      'null',
      'file://',
      'chrome-extension://abc',
      'http://[::2]',
      '',
    ]) {
      const { status, text } = await gateway.ask('/mcp', {
        method: 'POST',
        body: discover,
        headers: { origin },
      });
      assert.equal(status, 403, origin);
      assert.match(refusal(text).message, /origin/);
    }
    const local = await gateway.ask('/health', { headers: { origin: 'http://localhost:6274' } });
    assert.equal(local.status, 200);
    assert.equal(local.headers['access-control-allow-origin'], undefined);
  });

  it('answers 401 and how to come in to everybody without a token that it knows', async () => {
    const wrong: (Record<string, string> | string)[] = [
      {},
      { authorization: 'Basic dXNlcjpwYXNz' },
      { authorization: 'Bearer' },
      { authorization: 'Bearer  ' },
      { authorization: `Bearer ${gateway.token} x` },
      { authorization: `Bearer ${gateway.token.slice(0, -1)}` },
      { authorization: `Bearer ${gateway.token}a` },
      { authorization: `Bearer ${gateway.token.toUpperCase()}` },
      { authorization: `Bearer ${'a'.repeat(8000)}` },
      { authorization: `Token ${gateway.token}` },
      { authorization: 'Bearer pymcp_../../../etc/passwd_x' },
    ];
    for (const headers of wrong as Record<string, string>[]) {
      for (const path of ['/mcp', '/mcp/python', '/metrics']) {
        const method = path === '/metrics' ? 'GET' : 'POST';
        const {
          status,
          text,
          headers: back,
        } = await gateway.ask(path, { method, token: null, headers, body: undefined });
        assert.equal(status, 401, `${path} ${JSON.stringify(headers)}`);
        assert.match(String(back['www-authenticate']), /^Bearer realm="isolated-pymcp"/);
        assert.match(refusal(text).data.hint, /pymcp token create/);
        assert.ok(!text.includes(gateway.token));
      }
    }
    const query = await gateway.ask(`/mcp?access_token=${gateway.token}`, { method: 'POST', token: null });
    assert.equal(query.status, 401);
  });

  it('knows a token as soon as it is made, and no more when it was revoked or has expired', async () => {
    const token = await gateway.makeToken('short_lived');
    assert.equal((await gateway.ask('/mcp', { method: 'POST', body: discover, token })).status, 400);
    await gateway.pymcp('token', 'revoke', 'short_lived');
    const { status, headers } = await gateway.ask('/mcp', { method: 'POST', body: discover, token });
    assert.equal(status, 401);
    assert.match(String(headers['www-authenticate']), /error="invalid_token"/);
  });

  it('lets nobody in while somebody else could have written the tokens', async () => {
    const folder = join(gateway.home, '.local/state/isolated-pymcp/tokens');
    chmodSync(folder, 0o777);
    try {
      const { status, text } = await gateway.ask('/mcp', { method: 'POST', body: discover });
      assert.equal(status, 503);
      assert.match(refusal(text).message, /token\.store-unsafe/);
      assert.ok(!text.includes(gateway.home));
    } finally {
      chmodSync(folder, 0o700);
    }
    assert.equal((await gateway.ask('/mcp', { method: 'POST', body: discover })).status, 400);
  });

  it('names the scope that a token has not', async () => {
    const metrics = await gateway.makeToken('only_metrics', '--scope', 'metrics');
    const refused = await gateway.ask('/mcp/python', { method: 'POST', token: metrics, body: discover });
    assert.equal(refused.status, 403);
    assert.match(String(refused.headers['www-authenticate']), /error="insufficient_scope", scope="python"/);
    assert.match(refusal(refused.text).message, /python/);
    assert.equal((await gateway.ask('/mcp', { method: 'POST', token: metrics, body: discover })).status, 403);
    const none = await gateway.ask('/metrics');
    assert.equal(none.status, 403);
    assert.match(refusal(none.text).message, /metrics/);
    assert.equal((await gateway.ask('/metrics', { token: metrics })).status, 200);
  });

  it('tells of its health without a token, and what it serves only with one', async () => {
    const unknown = await gateway.ask('/health', { token: null });
    assert.deepEqual([unknown.status, JSON.parse(unknown.text)], [200, { status: 'ok' }]);
    const known = JSON.parse((await gateway.ask('/health')).text) as Record<string, unknown>;
    assert.deepEqual(known['services'], ['python', 'files', 'code', 'algorithms']);
    assert.equal((await gateway.ask('/health', { token: 'pymcp_wrong' })).status, 401);
  });

  it('has one spelling for each address, and says what there is', async () => {
    for (const path of [
      '/',
      '/mcp/',
      '/MCP',
      '/mcp/nothing',
      '/mcp/%70ython',
      '//mcp',
      '/mcp/python/',
      '/mcp/../mcp',
    ])
      assert.equal((await gateway.ask(path, { method: 'POST' })).status, 404, path);
    const { text } = await gateway.ask('/nothing');
    assert.match(refusal(text).data.hint, /\/mcp\/python/);
    const put = await gateway.ask('/mcp', { method: 'PUT' });
    assert.deepEqual([put.status, put.headers.allow], [405, 'POST, GET, DELETE']);
    assert.equal((await gateway.ask('/mcp', { method: 'OPTIONS' })).status, 405);
    // What clients look for where they are asked for a token; there is no OAuth here.
    assert.equal((await gateway.ask('/.well-known/oauth-protected-resource', { token: null })).status, 404);
  });

  it('keeps no answer in caches and leaves no type to be guessed', async () => {
    for (const path of ['/health', '/metrics', '/mcp']) {
      const { headers } = await gateway.ask(path);
      assert.equal(headers['cache-control'], 'no-store');
      assert.equal(headers['x-content-type-options'], 'nosniff');
    }
  });

  it('counts in /metrics what it served and refused, in the format of Prometheus, without names', async () => {
    const token = await gateway.makeToken('reader', '--scope', 'metrics');
    const { headers, text } = await gateway.ask('/metrics', { token });
    assert.match(String(headers['content-type']), /^text\/plain; version=0\.0\.4/);
    for (const line of text
      .trimEnd()
      .split('\n')
      .filter((one) => one !== ''))
      assert.match(
        line,
        /^(?:# (?:HELP|TYPE) .+|[a-z_]+(?:\{[a-z_]+="[^"]*"(?:,[a-z_]+="[^"]*")*\})? [\d.e+-]+)$/,
      );
    assert.match(text, /^pymcp_http_refusals_total\{reason="host"\} \d+$/m);
    assert.match(text, /^pymcp_http_requests_total\{endpoint="all",status="401"\} \d+$/m);
    for (const name of ['reader', 'only_metrics', gateway.home]) assert.ok(!text.includes(name), name);
  });
});

alsoAsOrdinaryUser(import.meta.url);
