// Clients that behave badly, or whose network does: the gateway serves on, and holds nothing of them afterwards.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { footprintOf } from '../support/footprint.js';
import { eras } from '../support/mcp-client.js';
import { initialize, openServedGateway, type ServedGateway } from '../support/served-gateway.js';
import { slow } from '../support/time.js';

const many = 80;

describe('a gateway among rough clients', () => {
  let gateway: ServedGateway;
  let descriptors = 0;
  const { floor } = Math;

  const open = (): Promise<Socket> => {
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
    socket.on('error', () => undefined);
    return new Promise((resolve) =>
      socket.once('connect', () => {
        resolve(socket);
      }),
    );
  };
  const post = (length: number): string =>
    `POST /mcp HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${gateway.token}\r\n` +
    `Content-Type: application/json\r\nAccept: application/json, text/event-stream\r\nContent-Length: ${length}\r\n\r\n`;
  /** Serves as before, and holds no more descriptors: some for sandboxes that wait, but not one for each that came. */
  const assertHealthy = async (): Promise<void> => {
    for (const era of eras) {
      const client = await gateway.connect(era);
      const { structuredContent } = await client.callTool({
        name: 'run_python',
        arguments: { code: '6 * 7' },
      });
      assert.equal((structuredContent as { value: string }).value, '42');
      await client.close();
    }
    const until = performance.now() + slow(10_000);
    const now = (): number => footprintOf(gateway.process.pid ?? 0).descriptors;
    while (now() > descriptors + 40 && performance.now() < until) await delay(100);
    assert.ok(now() <= descriptors + 40, `${now()} descriptors, ${descriptors} before`);
    assert.equal(gateway.process.exitCode, null);
  };

  before(async () => {
    const often = ['--requests-per-minute', '100000', '--total-requests-per-minute', '100000'];
    // A call of the 2025 era whose client has gone keeps its place until it has ended.
    const much = ['--concurrent-calls', '200', '--total-concurrent-calls', '200'];
    gateway = await openServedGateway(['--no-socket', ...often, ...much]);
    descriptors = Number.MAX_SAFE_INTEGER - 100;
    await assertHealthy();
    await delay(1_000);
    ({ descriptors } = footprintOf(gateway.process.pid ?? 0));
  });
  after(() => gateway.stop());

  it('takes connections that break in the middle of a request', async () => {
    for (let count = 0; count < many; count += 1) {
      const socket = await open();
      const text = `${post(1000)}{"jsonrpc":"2.0","id":1,"method":"tools/list"`;
      socket.write(text.slice(0, floor((text.length * (count + 1)) / many)));
      await delay(5);
      if (count % 2 === 0) socket.resetAndDestroy();
      else socket.destroy();
    }
    await assertHealthy();
  });

  it('takes connections that are open at one end alone', async () => {
    const sockets = await Promise.all(Array.from({ length: many }, open));
    for (const socket of sockets) socket.end();
    const told = sockets.map(async (socket) => {
      socket.resume();
      await once(socket, 'close');
    });
    await Promise.all(told);
    await assertHealthy();
  });

  it('takes large bodies, one after the other and at once, within its memory', async () => {
    const fill = 'x'.repeat(4 * 1024 * 1024 - 500);
    const body = {
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name: 'run_python', arguments: { code: fill } },
    };
    for (let count = 0; count < 3; count += 1)
      await Promise.all(Array.from({ length: 12 }, () => gateway.ask('/mcp', { method: 'POST', body })));
    const before = footprintOf(gateway.process.pid ?? 0).residentBytes;
    for (let count = 0; count < 6; count += 1)
      await Promise.all(Array.from({ length: 12 }, () => gateway.ask('/mcp', { method: 'POST', body })));
    const grown = footprintOf(gateway.process.pid ?? 0).residentBytes - before;
    assert.ok(grown < 200 * 1024 * 1024, `${grown} bytes more`);
    await assertHealthy();
  });

  it('takes answers that nobody reads to the end', async () => {
    for (let count = 0; count < many; count += 1) {
      const asked = request(`${gateway.url}/mcp`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${gateway.token}`,
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
        },
      });
      asked.on('error', () => undefined);
      asked.on('response', (response) => response.destroy());
      asked.end(JSON.stringify(initialize));
      await once(asked, 'close');
    }
    await assertHealthy();
  });

  it('takes clients that come and go', async () => {
    for (let count = 0; count < many; count += 1) {
      const client = await gateway.connect(eras[count % 2] ?? '2026-07-28');
      const call = client.callTool({ name: 'run_python', arguments: { code: 'import time; time.sleep(5)' } });
      call.catch(() => undefined);
      if (count % 4 > 1) await delay(20);
      await client.close();
    }
    await assertHealthy();
  });

  it('takes requests that come one behind the other on one connection, each with its own token', async () => {
    const socket = await open();
    let back = '';
    socket.setEncoding('latin1').on('data', (part: string) => (back += part));
    const health = (token: string, end = ''): string =>
      `GET /health HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\n${end}\r\n`;
    socket.write(
      health(gateway.token) + health('pymcp_wrong') + health(gateway.token, 'Connection: close\r\n'),
    );
    await once(socket, 'close');
    assert.deepEqual(back.match(/HTTP\/1\.1 \d+/g), ['HTTP/1.1 200', 'HTTP/1.1 401', 'HTTP/1.1 200']);
  });
});
