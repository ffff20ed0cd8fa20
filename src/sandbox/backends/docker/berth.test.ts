import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { PymcpError } from '../../../core/errors.js';
import { currentIdentity } from '../../../host/process-identity.js';
import { Rendezvous } from '../bubblewrap/rendezvous.js';
import { Berth } from './berth.js';

const policy = { interpreter: '/usr/bin/python3', preload: [], strict: false };

describe('Berth', () => {
  const stage = mkdtempSync(join(tmpdir(), 'pymcp-berth-'));
  const guest = currentIdentity();
  const socketPath = join(stage, 'proxy');
  const proxy = createServer((socket) => socket.end('the proxy'));
  let rendezvous: Rendezvous;
  let containers = 0;

  before(async () => {
    rendezvous = await Rendezvous.open(stage, guest);
    proxy.listen(socketPath);
    await once(proxy, 'listening');
  });
  after(async () => {
    await rendezvous.close();
    proxy.close();
    rmSync(stage, { recursive: true, force: true });
  });

  /** As /proc/PID looks. */
  function makeContainer(): { readonly container: string; readonly line: string } {
    const container = join(stage, `container-${(containers += 1)}`);
    const line = join(container, 'root/opt/line');
    mkdirSync(line, { recursive: true });
    return { container, line };
  }

  const descriptors = (): number => readdirSync('/proc/self/fd').length;
  const withNetwork = { ...policy, network: { socketPath } } as const;

  it('greets who comes, until it is withdrawn', async () => {
    const { container, line } = makeContainer();
    const berth = await Berth.open(container, { guest, policy, rendezvous });
    assert.equal(statSync(join(line, 'sock')).mode & 0o777, 0o600);
    const token = 'a'.repeat(32);
    const expected = rendezvous.expectWithLine(token);
    const sockets = ['c', 'o', 'e', 'i'].map((role) => {
      const socket = connect(join(line, 'sock'));
      socket.write(`${token}${role}`);
      return socket;
    });
    const connections = await expected;
    berth.withdraw('gateway');
    assert.deepEqual(readdirSync(line), []);
    connections.control.write('still there');
    const [said] = (await once(sockets[0] ?? assert.fail(), 'data')) as [Buffer];
    assert.equal(said.toString(), 'still there');
    berth.withdraw('rest');
    assert.equal(statSync(line).mode & 0o777, 0o555);
    for (const socket of sockets) socket.destroy();
    const { control, stdout, stderr, line: reaper } = connections;
    for (const socket of [control, stdout, stderr, reaper]) socket.destroy();
    await berth.close();
  });

  it('leads to the proxy, of whose socket the name goes and the rest stays until the end', async () => {
    const { container, line } = makeContainer();
    const berth = await Berth.open(container, { guest, policy: withNetwork, rendezvous });
    const path = join(line, 'egress.sock');
    assert.equal(await text(connect(path)), 'the proxy');
    berth.withdraw('gateway');
    assert.deepEqual(readdirSync(line), ['egress.sock']);
    berth.withdraw('rest');
    assert.deepEqual(readdirSync(line), []);
    await berth.close();
  });

  it('fails where a name stays', async () => {
    const { container, line } = makeContainer();
    const berth = await Berth.open(container, { guest, policy, rendezvous });
    berth.withdraw('gateway');
    writeFileSync(join(line, 'another'), '');
    assert.throws(() => {
      berth.withdraw('rest');
    }, /another/);
    await berth.close();
  });

  it('keeps nothing open at its end, and then touches no folder that has its number', async () => {
    const start = descriptors();
    const first = makeContainer();
    const ended = await Berth.open(first.container, { guest, policy: withNetwork, rendezvous });
    await ended.close();
    const second = makeContainer();
    const berth = await Berth.open(second.container, { guest, policy: withNetwork, rendezvous });
    ended.withdraw('gateway');
    ended.withdraw('rest');
    await ended.close();
    assert.deepEqual(readdirSync(second.line).sort(), ['egress.sock', 'sock']);
    await berth.close();
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(descriptors(), start);
  });

  it('is refused with a hint where there is no folder, or no folder of the container', async () => {
    const { container, line } = makeContainer();
    const start = descriptors();
    rmSync(line, { recursive: true });
    const isRefusal = (error: unknown): boolean =>
      error instanceof PymcpError && error.code === 'jail.start-failed' && /in memory/.test(error.hint);
    await assert.rejects(Berth.open(container, { guest, policy, rendezvous }), isRefusal);
    symlinkSync(stage, line);
    await assert.rejects(Berth.open(container, { guest, policy, rendezvous }), isRefusal);
    rmSync(line);
    mkdirSync(dirname(line), { recursive: true });
    mkdirSync(join(line, 'egress.sock'), { recursive: true });
    await assert.rejects(Berth.open(container, { guest, policy: withNetwork, rendezvous }), isRefusal);
    assert.deepEqual(readdirSync(line), ['egress.sock']);
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(descriptors(), start);
  });
});
