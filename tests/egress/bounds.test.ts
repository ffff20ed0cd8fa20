// Proves: net.none. A run uses of the proxy what it may, and the end of the run is the end of all its connections.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { EgressRun } from '../../src/egress/proxy/egress-run.js';
import { slow } from '../support/time.js';
import { readAll, Stage } from './stage.js';

const policy = [
  { host: 'example.org', ports: [80] },
  { host: 'any.example.org', ports: [22], tunnel: 'any' },
];
const get = (path: string): string =>
  `GET http://example.org${path} HTTP/1.1\r\nHost: example.org\r\nConnection: close\r\n\r\n`;
const tunnel = 'CONNECT any.example.org:22 HTTP/1.1\r\nHost: any.example.org:22\r\n\r\n';

describe('the bounds of a run (net.none)', () => {
  let stage: Stage;
  before(async () => {
    stage = await Stage.open({ policy, proxyBounds: { strangers: 20, tokenMs: 500, connections: 3000 } });
  });
  after(() => stage.close());

  const ask = async (run: EgressRun, bytes: string): Promise<string> => {
    const socket = await stage.connect(run.token);
    socket.write(bytes);
    return readAll(socket);
  };
  const until = async (isSo: () => boolean): Promise<void> => {
    const end = performance.now() + slow(10_000);
    while (!isSo() && performance.now() < end) await delay(10);
    assert.ok(isSo());
  };

  it('begin with its token: without one there is no word', async () => {
    for (const token of [
      '',
      'x'.repeat(43),
      stage.run.token.slice(1),
      `${stage.run.token}x`,
      `${stage.run.token}\r`,
      'GET http://example.org/ HTTP/1.1\r\nHost: example.org\r\n\r\n',
    ]) {
      const socket = await stage.connect(token);
      socket.write(get('/'));
      assert.equal(await readAll(socket), '', token);
    }
    const ended = stage.openRun({ policy });
    ended.close();
    assert.equal(await ask(ended, get('/')), '');
  });

  it('are its own: another run has its rules and its token', async () => {
    const other = stage.openRun({ policy: [{ host: 'other.example.org', ports: [80] }] });
    assert.match(await ask(other, get('/')), /^HTTP\/1\.1 403 /);
    assert.match(await ask(stage.run, get('/')), /^HTTP\/1\.1 200 /);
    other.close();
  });

  it('take the token and what is behind it in any pieces', async () => {
    for (const size of [1, 7, 44, 45, 60]) {
      const socket = connect(stage.path);
      await once(socket, 'connect');
      const bytes = `${stage.run.token}\n${get('/pieces')}`;
      for (let at = 0; at < bytes.length; at += size) {
        socket.write(bytes.slice(at, at + size));
        if (at % 10 === 0) await new Promise(setImmediate);
      }
      assert.match(await readAll(socket), /GET \/pieces $/, `${size} bytes at a time`);
    }
  });

  it('end what keeps silent: strangers, slow headers, idle connections', async () => {
    const stranger = connect(stage.path);
    assert.equal(await readAll(stranger), '');
    const run = stage.openRun({ policy, bounds: { headMs: 300, idleMs: 300 } });
    const slowly = await stage.connect(run.token);
    slowly.write('GET http://example.org/ HTTP/1.1\r\nHost: example.org\r\n');
    const dripping = setInterval(() => slowly.write('a: b\r\n'), 50);
    assert.equal(await readAll(slowly), '', 'a header every 50 ms');
    clearInterval(dripping);
    assert.match(await ask(run, get('/hang')), /^HTTP\/1\.1 502 /);
    assert.equal(await ask(run, tunnel), 'HTTP/1.1 200 Connection established\r\n\r\n');
    assert.match(
      await ask(run, 'GET http://example.org/a HTTP/1.1\r\nHost: example.org\r\n\r\n'),
      /GET \/a $/,
      'keep-alive without an end',
    );
    run.close();
  });

  it('are bytes down, bytes up and attempts', async () => {
    const run = stage.openRun({ policy, bounds: { bytesDown: 1_000_000, bytesUp: 100_000, attempts: 5 } });
    const text = await ask(run, get('/endless'));
    assert.ok(text.length > 900_000 && text.length < 1_400_000, String(text.length));
    assert.match(await ask(run, get('/')), /^HTTP\/1\.1 429 .*received 1000000 bytes/);
    run.close();
    const up = stage.openRun({ policy, bounds: { bytesUp: 100_000, attempts: 4 } });
    const socket = await stage.connect(up.token);
    socket.write(tunnel);
    await once(socket, 'data');
    for (let count = 0; count < 20 && !socket.destroyed; count += 1) socket.write(Buffer.alloc(20_000));
    await readAll(socket);
    assert.match(await ask(up, get('/')), /^HTTP\/1\.1 429 .*sent 100000 bytes/);
    for (let count = 0; count < 2; count += 1) await ask(up, get('/'));
    assert.match(await ask(up, get('/')), /^HTTP\/1\.1 429 .*asked the network 4 times/);
    up.close();
  });

  it('are time, after which all of it ends', async () => {
    const run = stage.openRun({ policy, bounds: { wallMs: 300 } });
    assert.equal(await ask(run, tunnel), 'HTTP/1.1 200 Connection established\r\n\r\n');
    assert.equal(await ask(run, get('/')), '');
  });

  it('are connections at once: 10,000 of them are so many and no more', async () => {
    const run = stage.openRun({ policy, bounds: { connectionsAtOnce: 50 } });
    const dialled = stage.dialled.length;
    let [answered, most] = [0, 0];
    const sockets = new Set<Socket>();
    const open = (): Promise<void> =>
      new Promise((resolve) => {
        const socket = connect(stage.path, () => socket.write(`${run.token}\n${get('/hang')}`));
        sockets.add(socket);
        socket.on('error', () => undefined);
        socket.on('data', (piece: Buffer) => {
          assert.match(piece.toString(), /^HTTP\/1\.1 503 .*50 connections open/);
          answered += 1;
        });
        socket.on('close', () => {
          sockets.delete(socket);
          resolve();
        });
        if (sockets.size <= 50) resolve();
      });
    const memory = process.memoryUsage().rss;
    for (let count = 0; count < 100; count += 1) {
      await Promise.all(Array.from({ length: 100 }, open));
      most = Math.max(most, stage.proxy.connections);
    }
    assert.ok(most <= 50 + 100 + 20, `${most} connections`);
    assert.ok(answered > 0);
    assert.ok(stage.dialled.length - dialled <= 50);
    const grown = (process.memoryUsage().rss - memory) / 1_000_000;
    assert.ok(grown < 200, `${grown} MB`);
    run.close();
    await until(() => sockets.size === 0 && stage.proxy.connections === 0);
    assert.match(await ask(stage.run, get('/')), /^HTTP\/1\.1 200 /, 'others are served as before');
  });

  it('are connections in all; then there is no word', async () => {
    const run = stage.openRun({ policy, bounds: { connections: 2 } });
    for (let count = 0; count < 2; count += 1) assert.match(await ask(run, get('/')), /^HTTP\/1\.1 200 /);
    assert.equal(await ask(run, get('/')), '');
    run.close();
  });

  it('are connections to hosts at once, however they are asked for', async () => {
    const run = stage.openRun({ policy, bounds: { connectionsAtOnce: 2 } });
    const socket = await stage.connect(run.token);
    const dialled = stage.dialled.length;
    const line = (path: string): string => get(path).replace('Connection: close\r\n', '');
    socket.write(line('/hang') + line('/hang') + line('/hang') + line('/hang'));
    await until(() => stage.dialled.length === dialled + 2);
    await delay(100);
    assert.equal(stage.dialled.length, dialled + 2);
    run.close();
  });

  it('keep silent ones from taking the place of others', async () => {
    const silent = Array.from({ length: 100 }, () => connect(stage.path).on('error', () => undefined));
    assert.match(await ask(stage.run, get('/')), /^HTTP\/1\.1 200 /);
    assert.ok(stage.proxy.connections <= 30);
    for (const socket of silent) socket.destroy();
  });

  it('hold back a host whose client does not read', async () => {
    const run = stage.openRun({ policy, bounds: { idleMs: 500 } });
    const socket = await stage.connect(run.token);
    socket.write(get('/endless'));
    const before = process.memoryUsage().rss;
    const traffic = stage.traffic.length;
    await until(() => stage.traffic.length > traffic);
    const grown = (process.memoryUsage().rss - before) / 1_000_000;
    assert.ok((stage.traffic.at(-1)?.bytesDown ?? 0) < 20_000_000, 'some buffers full');
    assert.ok(grown < 100, `${grown} MB`);
    socket.destroy();
    run.close();
  });

  it('end with the run: every connection, on both sides, at once', async () => {
    const run = stage.openRun({ policy });
    const sockets = await Promise.all(Array.from({ length: 6 }, () => stage.connect(run.token)));
    const words = [get('/endless'), get('/hang'), tunnel, 'GET http://exam', '', '\x05'];
    const dialled = stage.dialled.length;
    for (const [index, socket] of sockets.entries())
      if (words[index] !== '') socket.write(words[index] ?? '');
    await until(() => stage.dialled.length === dialled + 3);
    const ended = Promise.all(sockets.map((socket) => readAll(socket).then(() => performance.now())));
    const started = performance.now();
    run.close();
    const last = Math.max(...(await ended)) - started;
    assert.ok(last < slow(500), `${last} ms`);
    assert.equal(await ask(run, get('/')), '');
    await until(() => stage.proxy.connections === 0);
  });

  it('end what is still on its way: nothing is dialled after the end', async () => {
    const late = await Stage.open({
      policy,
      // The run ends between the check and the dial.
      onDecision: () => {
        late.run.close();
      },
    });
    assert.equal(await late.say(get('/')), '');
    assert.equal(late.decisions.length > 0, true);
    assert.deepEqual(late.dialled, []);
    await late.close();
  });
});
