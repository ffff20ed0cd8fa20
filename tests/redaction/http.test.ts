// Proves: secret.unlogged. A gateway over HTTP that knows a secret: its answers, its log as JSON, its audit log. And the tokens of
// the gateway itself, which it knows by their hashes alone: wherever they are presented, nobody repeats them.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { everythingIn, mask, plantSecret } from '../support/planted-secret.js';
import {
  type AskOptions,
  beginSession,
  openServedGateway,
  type ServedGateway,
} from '../support/served-gateway.js';

const secret = plantSecret();
const json = { accept: 'application/json, text/event-stream' };

describe('a gateway over HTTP that knows a secret', () => {
  let gateway: ServedGateway;
  const answers: string[] = [];
  before(async () => {
    gateway = await openServedGateway(
      ['--log-format', 'json', '--log-level', 'trace', '--audit-code', 'text'],
      secret.env,
    );
  });
  after(() => gateway.stop());

  async function ask(path: string, options: AskOptions = {}): Promise<string> {
    const { text, headers, status } = await gateway.ask(path, options);
    answers.push(`${status} ${JSON.stringify(headers)}\n${text}`);
    return text;
  }

  function check(): void {
    secret.assertNoPart({ answers: answers.join('\n'), log: gateway.log() });
    secret.assertNoPart(everythingIn(gateway.home, gateway.process.pid));
  }

  it('masks it in every answer, in both eras', async () => {
    const code = secret.program('import sys\nfor blob in blobs_of(v): sys.stdout.buffer.write(blob)\nv');
    const legacy = { ...(await beginSession(gateway)), ...json };
    const call = (name: string, args: object): object => ({
      jsonrpc: '2.0',
      id: 7,
      method: 'tools/call',
      params: { name, arguments: args },
    });
    const text = await ask('/mcp', { method: 'POST', headers: legacy, body: call('run_python', { code }) });
    assert.ok(text.split(mask).length > 25, text);
    const { value } = secret;
    for (const name of ['run_python', value]) {
      await ask('/mcp', { method: 'POST', headers: legacy, body: call(name, { code: '1', [value]: value }) });
      await ask('/mcp', {
        method: 'POST',
        headers: legacy,
        body: call(name, { code: '1', env: `${'x'.repeat(70)}${value}` }),
      });
    }
    const client = await gateway.connect('2026-07-28');
    const result = await client.callTool({ name: 'run_python', arguments: { code } });
    const refused = await client.callTool({ name: 'run_python', arguments: { code: '1', env: value } });
    answers.push(JSON.stringify([result, refused]));
    assert.match(JSON.stringify(result), /\[secret GH_PAT\]/);
    check();
  });

  it('masks it in what it refuses before it reads a message', async () => {
    const { value } = secret;
    const encoded = encodeURIComponent(value);
    await ask(`/${encoded}`);
    await ask(`/mcp/${'x'.repeat(70)}${encoded}`);
    await ask(`/mcp?token=${encoded}`);
    await ask('/mcp', { method: 'POST', headers: { host: `${encoded}.example` }, body: {} });
    await ask('/mcp', { method: 'POST', headers: { origin: `http://${encoded}.example` }, body: {} });
    for (const body of [value, `{"a": ${value}`, `{"a": "${'x'.repeat(40)}" ${value}}`])
      await ask('/mcp', { method: 'POST', body });
    await ask('/mcp', { method: 'POST', headers: { 'mcp-session-id': encoded, ...json }, body: {} });
    await ask('/mcp', { method: 'POST', token: encoded, body: {} });
    check();
  });

  it('repeats no token, whatever is wrong with it or where it is presented', async () => {
    const revoked = await gateway.makeToken('gone');
    await gateway.pymcp('token', 'revoke', 'gone');
    const scoped = await gateway.makeToken('narrow', '--scope', 'metrics');
    const tokens = [gateway.token, revoked, scoped];
    const seen: string[] = [];
    const request = { method: 'POST', body: { jsonrpc: '2.0', id: 1, method: 'ping' } };
    for (const token of tokens) {
      const changed = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`;
      for (const presented of [token, changed, `${token}x`, token.slice(0, -5)]) {
        await ask('/mcp', { ...request, token: presented, headers: json });
        await ask('/mcp', { ...request, token: null, headers: { ...json, authorization: presented } });
        await ask('/mcp', {
          ...request,
          token: null,
          headers: { ...json, authorization: `Basic ${presented}` },
        });
        await ask(`/mcp/${presented}?token=${presented}`, request);
        await ask('/metrics', { token: presented });
        await ask('/health', { token: presented });
        await ask('/mcp', {
          ...request,
          headers: { ...json, authorization: [`Bearer ${presented}`, `Bearer ${token}`] },
        });
      }
      seen.push(token);
    }
    const disk = everythingIn(gateway.home, gateway.process.pid);
    for (const token of seen) {
      const [, , own = ''] = token.match(/^pymcp_([0-9a-z]+)_(.+)$/) ?? [];
      assert.equal(own.length, 43);
      for (const text of [answers.join('\n'), gateway.log()]) assert.ok(!text.includes(own.slice(0, 20)));
      for (const [path, bytes] of Object.entries(disk)) assert.ok(!bytes.includes(own.slice(0, 20)), path);
    }
  });

  it('wrote its log as JSON, a record a line', () => {
    const records = gateway
      .log()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.ok(
      records.some(
        ({ level, msg }) => level === 'debug' && /^run_python: completed after \d+ ms$/.test(String(msg)),
      ),
    );
    for (const { time } of records) assert.equal(new Date(String(time)).toISOString(), time);
  });
});
