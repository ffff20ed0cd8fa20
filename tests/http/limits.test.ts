// What a client can take of the gateway is bounded, and each bound is answered with its status and when to come back.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { describe, it } from 'node:test';
import {
  type Answer,
  beginSession,
  type ServedGateway,
  withServedGateway,
} from '../support/served-gateway.js';
import { slow } from '../support/time.js';

const message = { jsonrpc: '2.0', method: 'notifications/initialized' };

function openSocket(gateway: ServedGateway): Promise<Socket> {
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  return new Promise((resolve) =>
    socket.once('connect', () => {
      resolve(socket);
    }),
  );
}

async function readAll(socket: Socket): Promise<string> {
  let text = '';
  socket.setEncoding('latin1').on('data', (part: string) => (text += part));
  await once(socket, 'close');
  return text;
}

/** A refusal says what happened, what to do, and when to come back. */
function assertTold({ status, headers, text }: Answer, wanted: number): void {
  assert.equal(status, wanted, text);
  assert.match(String(headers['retry-after']), /^[1-9]\d?$/);
  const { error } = JSON.parse(text) as { error: { message: string; data: { hint: string } } };
  assert.notEqual(error.message, '');
  assert.match(error.data.hint, /configuration/);
}

describe('a gateway with narrow bounds', () => {
  it('answers 429 to a token that asks too often, and serves the others', async () => {
    await withServedGateway(['--no-socket', '--requests-per-minute', '10'], async (gateway) => {
      const answers: Answer[] = [];
      for (let count = 0; count < 12; count += 1)
        answers.push(await gateway.ask('/mcp', { method: 'POST', body: message }));
      assert.deepEqual(
        answers.slice(10).map(({ status }) => status),
        [429, 429],
      );
      assert.ok(answers.slice(0, 10).every(({ status }) => status !== 429));
      assertTold(answers[11] ?? assert.fail(), 429);
      const other = await gateway.makeToken('other');
      assert.notEqual(
        (await gateway.ask('/mcp', { method: 'POST', body: message, token: other })).status,
        429,
      );
    });
  });

  it('answers 429 to a token that asks for too much at once, 503 where all do, and goes on afterwards', async () => {
    const bounds = ['--concurrent-calls', '2', '--total-concurrent-calls', '3'];
    await withServedGateway(['--no-socket', ...bounds], async (gateway) => {
      const other = await gateway.makeToken('other');
      const [mine, theirs] = [
        await gateway.connect('2026-07-28'),
        await gateway.connect('2026-07-28', { token: other }),
      ];
      const metrics = await gateway.makeToken('metrics', '--scope', 'metrics');
      const run = {
        name: 'run_python',
        arguments: { code: `import time; time.sleep(${slow(2_000) / 1000})` },
      };
      const running = [mine.callTool(run), mine.callTool(run)];
      await waitForCalls(gateway, metrics, 2);
      assertTold(await gateway.ask('/mcp', { method: 'POST', body: message }), 429);
      running.push(theirs.callTool(run));
      await waitForCalls(gateway, metrics, 3);
      assertTold(await gateway.ask('/mcp', { method: 'POST', body: message, token: other }), 503);
      for (const { isError } of await Promise.all(running)) assert.notEqual(isError, true);
      assert.notEqual((await gateway.ask('/mcp', { method: 'POST', body: message })).status, 429);
      await Promise.all([mine.close(), theirs.close()]);
    });
  });

  it('counts a call until it has ended, though its client of the 2025 era has gone', async () => {
    await withServedGateway(['--no-socket', '--concurrent-calls', '2'], async (gateway) => {
      const headers = await beginSession(gateway);
      const sleeping = {
        name: 'run_python',
        arguments: { code: `import time; time.sleep(${slow(3_000) / 1000})` },
      };
      for (const id of [2, 3]) {
        const asked = request(`${gateway.url}/mcp`, {
          method: 'POST',
          headers: {
            ...headers,
            authorization: `Bearer ${gateway.token}`,
            'content-type': 'application/json',
            accept: 'application/json, text/event-stream',
          },
        });
        asked.on('error', () => undefined);
        asked.on('response', () => asked.destroy());
        asked.end(JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params: sleeping }));
        await once(asked, 'close');
      }
      assertTold(await gateway.ask('/mcp', { method: 'POST', body: message, headers }), 429);
      await waitUntil(
        async () => (await gateway.ask('/mcp', { method: 'POST', body: message, headers })).status === 202,
      );
      // What is refused as a whole keeps no place.
      for (let id = 10; id < 20; id += 1) {
        const call = { jsonrpc: '2.0', id, method: 'tools/call', params: sleeping };
        const refused = await gateway.ask('/mcp', {
          method: 'POST',
          body: call,
          headers: { ...headers, accept: 'text/plain' },
        });
        assert.equal(refused.status, 406);
      }
    });
  });

  it('answers 413 to a body that is too large, before it was sent where its length is known', async () => {
    await withServedGateway(['--no-socket'], async (gateway) => {
      const most = 4 * 1024 * 1024;
      const exact = JSON.stringify({ ...message, params: { fill: '' } });
      const fill = (length: number): string =>
        JSON.stringify({ ...message, params: { fill: 'x'.repeat(length - exact.length) } });
      assert.equal((await gateway.ask('/mcp', { method: 'POST', body: fill(most) })).status, 400);
      assert.equal((await gateway.ask('/mcp', { method: 'POST', body: fill(most + 1) })).status, 413);
      // Much more than fits into what the kernel holds between both: the answer arrives all the same.
      for (const token of [gateway.token, 'pymcp_wrong']) {
        const { status } = await gateway.ask('/mcp', { method: 'POST', body: fill(8 * most), token });
        assert.equal(status, token === gateway.token ? 413 : 401);
      }
      const chunked = { 'transfer-encoding': 'chunked' };
      const large = await gateway.ask('/mcp', { method: 'POST', body: fill(most + 1), headers: chunked });
      assert.equal(large.status, 413);
      const socket = await openSocket(gateway);
      socket.write(
        `POST /mcp HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${gateway.token}\r\n` +
          'Content-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: 99999999\r\n\r\n',
      );
      const back = await readAll(socket);
      assert.match(back, /^HTTP\/1\.1 413 /);
      assert.doesNotMatch(back, /100 Continue/);
    });
  });

  it('takes JSON alone, as it is', async () => {
    await withServedGateway(['--no-socket'], async (gateway) => {
      const post = (headers: Record<string, string>, body = '{}'): Promise<Answer> =>
        gateway.ask('/mcp', { method: 'POST', body, headers });
      assert.equal((await post({ 'content-type': 'text/plain' })).status, 415);
      assert.equal((await post({ 'content-type': 'application/x-www-form-urlencoded' })).status, 415);
      assert.equal((await post({ 'content-encoding': 'gzip' })).status, 415);
      assert.equal((await post({ 'content-type': 'application/json; charset=utf-8' })).status, 400);
      for (const body of ['', '{', '[', 'nul', '{"a":1}x', '\u0000', '['.repeat(200_000)]) {
        const { status, text } = await post({}, body);
        assert.equal(status, 400, body.slice(0, 20));
        assert.match(text, /JSON/);
      }
    });
  });

  it('answers 431 to headers that are too long, and 400 to what is no HTTP', async () => {
    await withServedGateway(['--no-socket'], async (gateway) => {
      const { status } = await gateway.ask('/health', { headers: { 'x-long': 'x'.repeat(20_000) } });
      assert.equal(status, 431);
      const socket = await openSocket(gateway);
      socket.write('\u0016\u0003\u0001 this is TLS\r\n\r\n');
      assert.match(await readAll(socket), /^HTTP\/1\.1 400 /);
      // Two lengths, and one beside chunks: what smuggles a request past one of two readers (RFC 9112, section 6.3).
      for (const headers of [
        'Content-Length: 2\r\nContent-Length: 3',
        'Content-Length: 2\r\nTransfer-Encoding: chunked',
      ]) {
        const other = await openSocket(gateway);
        other.write(`POST /mcp HTTP/1.1\r\nHost: localhost\r\n${headers}\r\n\r\n{}`);
        assert.match(await readAll(other), /^HTTP\/1\.1 400 /);
      }
    });
  });

  it('answers 503 to connections beyond the bound, and takes others as soon as one has ended', async () => {
    await withServedGateway(['--no-socket', '--connections', '8'], async (gateway) => {
      const open = await Promise.all(Array.from({ length: 8 }, () => openSocket(gateway)));
      const socket = await openSocket(gateway);
      const told = await readAll(socket);
      assert.match(told, /^HTTP\/1\.1 503 [\s\S]*retry-after: 1\r\n/);
      for (const one of open) one.destroy();
      await waitUntil(async () => (await gateway.ask('/health')).status === 200);
    });
  });

  it('ends connections that say nothing to the end, and serves meanwhile', async () => {
    await withServedGateway(['--no-socket'], async (gateway) => {
      const started = performance.now();
      const socket = await openSocket(gateway);
      socket.write('POST /mcp HTTP/1.1\r\nHost: localhost\r\nX-Slow: ');
      const drip = setInterval(() => socket.write('x'), 500);
      const [told] = await Promise.all([
        readAll(socket),
        gateway.ask('/health').then(({ status }) => {
          assert.equal(status, 200);
        }),
      ]);
      clearInterval(drip);
      assert.match(told, /^HTTP\/1\.1 408 /);
      const ms = performance.now() - started;
      assert.ok(ms > 8_000 && ms < slow(15_000), String(ms));
    });
  });
});

async function waitUntil(isSo: () => Promise<boolean>): Promise<void> {
  const until = performance.now() + slow(10_000);
  while (!(await isSo())) {
    assert.ok(performance.now() < until, 'it did not come to be in time');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** As /metrics counts them. */
async function waitForCalls(gateway: ServedGateway, token: string, wanted: number): Promise<void> {
  await waitUntil(async () => {
    const { text } = await gateway.ask('/metrics', { token });
    return Number(/^pymcp_calls (\d+)$/m.exec(text)?.[1]) >= wanted;
  });
}
