// Proves: net.none. Tunnels, by CONNECT and by SOCKS: TLS for the host that a rule names goes through untouched, and nothing else does.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { connect as connectTls, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { askPython } from './ask-python.js';
import { readAll, Stage } from './stage.js';

const policy = [
  'example.org',
  '*.example.org',
  '93.184.216.40',
  { host: 'any.example.org', ports: [22, 443], tunnel: 'any' },
  { host: 'example.org', ports: [8443] },
];
const connectLine = (authority: string): string =>
  `CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n\r\n`;

describe('a tunnel through the proxy (net.none)', () => {
  let stage: Stage;
  before(async () => {
    stage = await Stage.open({ policy });
  });
  after(() => stage.close());

  async function openTunnel(authority: string): Promise<Socket> {
    const socket = await stage.connect();
    socket.write(connectLine(authority));
    const [answer] = (await once(socket, 'data')) as [Buffer];
    assert.equal(answer.toString(), 'HTTP/1.1 200 Connection established\r\n\r\n');
    return socket;
  }

  async function openSocks(
    host: string,
    port: number,
    type: 1 | 3 | 4 = 3,
  ): Promise<{ socket: Socket; reply: number }> {
    const socket = await stage.connect();
    socket.write(Buffer.from([5, 2, 2, 0]));
    const [chosen] = (await once(socket, 'data')) as [Buffer];
    assert.deepEqual([...chosen], [5, 0]);
    const name =
      type === 3 ? Buffer.from([host.length, ...Buffer.from(host, 'latin1')]) : Buffer.from(host, 'hex');
    socket.write(Buffer.from([5, 1, 0, type, ...name, port >> 8, port & 255]));
    const [answer] = (await once(socket, 'data')) as [Buffer];
    assert.equal(answer.length, 10);
    return { socket, reply: answer[1] ?? -1 };
  }

  /** Resolves to the answer over TLS, or rejects as the client of TLS does. */
  async function askTls(
    socket: Socket,
    options: ConnectionOptions,
  ): Promise<{ text: string; client: TLSSocket }> {
    const client = connectTls({ socket, ca: stage.origin.cert, ...options });
    await once(client, 'secureConnect');
    client.write('GET /tls HTTP/1.1\r\nHost: example.org\r\nConnection: close\r\n\r\n');
    return { text: await readAll(client), client };
  }
  const deniedWhy = (): string =>
    stage.decisions.filter(({ verdict }) => verdict === 'denied').at(-1)?.why ?? '';

  it('leads a client of TLS to the host itself: the certificate is that of the host', async () => {
    for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
      const socket = await openTunnel('EXAMPLE.org.:443');
      const { text, client } = await askTls(socket, { servername: 'example.org', maxVersion });
      assert.match(text, /^HTTP\/1\.1 200 OK[\s\S]*GET \/tls $/);
      assert.ok(client.authorized);
    }
    assert.equal(stage.dialled.at(-1), '93.184.216.34:443');
    const relay = `http://127.0.0.1:${await stage.openRelay()}`;
    assert.deepEqual(await askPython(relay, ['https://example.org/python'], stage.origin.cert), [
      { status: 200, text: 'GET /python ' },
    ]);
  });

  it('by SOCKS too, by the name of the host', async () => {
    const { socket, reply } = await openSocks('example.org', 443);
    assert.equal(reply, 0);
    const { text } = await askTls(socket, { servername: 'example.org' });
    assert.match(text, /GET \/tls $/);
  });

  it('by SOCKS is denied like any other', async () => {
    const before = stage.dialled.length;
    for (const [host, port] of [
      ['evil.example', 443],
      ['example.org', 80],
      ['example.org\0.evil.example', 443],
      ['127.0.0.1', 443],
      ['2130706433', 443],
      ['example.org', 0],
      ['', 443],
      ['b\xfccher.example', 443],
    ] as const)
      assert.equal((await openSocks(host, port)).reply, 2, host);
    for (const [hex, type] of [
      ['7f000001', 1],
      ['5db8d822', 1],
      ['00000000000000000000000000000001', 4],
      ['00000000000000000000ffff5db8d828', 4],
    ] as const)
      assert.equal((await openSocks(hex, 443, type)).reply, 2, hex);
    assert.equal(stage.dialled.length, before);
    // The address that a rule names.
    assert.equal((await openSocks('5db8d828', 443, 1)).reply, 0);
  });

  it('by SOCKS of another kind is none', async () => {
    assert.equal(await stage.say(Buffer.from([5, 1, 2])), '\x05\xff', 'only with a login');
    for (const command of [2, 3]) {
      const text = await stage.say(Buffer.from([5, 1, 0]), Buffer.from([5, command, 0, 3, 1, 97, 1, 187]));
      assert.equal(text.slice(0, 4), '\x05\0\x05\x07', 'a server, or datagrams');
    }
    assert.equal(
      (await stage.say(Buffer.from([5, 1, 0]), Buffer.from([5, 1, 0, 9, 1, 97, 1, 187]))).charCodeAt(3),
      8,
    );
    // Version 4: its first byte is none of HTTP either.
    assert.match(await stage.say(Buffer.from([4, 1, 1, 187, 127, 0, 0, 1, 0])), /^HTTP\/1\.1 400/);
  });

  it('for another host than its SNI says is ended', async () => {
    for (const [authority, servername] of [
      ['example.org:443', 'evil.example'],
      ['example.org:443', 'a.example.org'],
      ['a.example.org:443', 'example.org'],
    ] as const) {
      const socket = await openTunnel(authority);
      const seen = stage.origin.seen.length;
      await assert.rejects(askTls(socket, { servername }), /alert|access denied/i);
      assert.match(deniedWhy(), /^the ClientHello asks for/);
      assert.equal(stage.origin.seen.length, seen);
    }
    const { socket } = await openSocks('example.org', 443);
    await assert.rejects(askTls(socket, { servername: 'evil.example' }), /alert|access denied/i);
  });

  it('without SNI is ended, unless it is to an address', async () => {
    const options = { checkServerIdentity: () => undefined } as const;
    await assert.rejects(askTls(await openTunnel('example.org:443'), options), /alert|access denied/i);
    assert.match(deniedWhy(), /no server name/);
    assert.match((await askTls(await openTunnel('93.184.216.40:443'), options)).text, /GET \/tls $/);
    await assert.rejects(
      askTls(await openTunnel('93.184.216.40:443'), { servername: 'example.org' }),
      /alert|access denied/i,
    );
  });

  it('of something else than TLS is ended, and not a byte of it goes on', async () => {
    for (const words of ['GET / HTTP/1.1\r\nHost: example.org\r\n\r\n', 'SSH-2.0-OpenSSH_9\r\n', '\0']) {
      const traffic = stage.traffic.length;
      const text = await stage.say(connectLine('example.org:443'), words);
      assert.match(
        text,
        /^HTTP\/1\.1 200 [^\r]*\r\n\r\nHTTP\/1\.1 403 Network denied example\.org:443: what is spoken in the tunnel is not TLS\r\n/,
      );
      while (stage.traffic.length === traffic) await delay(5);
      assert.equal(stage.traffic.at(-1)?.bytesUp, 0);
    }
  });

  it('of anything is passed through where a rule says so, and each direction ends on its own', async () => {
    const socket = await openTunnel('any.example.org:22');
    socket.write('SSH-2.0-x\r\n');
    assert.equal(String((await once(socket, 'data'))[0]), 'SSH-2.0-x\r\n');
    const all = readAll(socket);
    socket.end('last');
    assert.equal(await all, 'last', 'what comes after our end still arrives');
  });

  it('that says nothing, or only the beginning of a ClientHello, is ended', async () => {
    const run = stage.openRun({ policy, bounds: { headMs: 200 } });
    for (const bytes of ['', '\x16\x03\x01\x02\x00\x01']) {
      const socket = await stage.connect(run.token);
      socket.write(connectLine('example.org:443') + bytes, 'latin1');
      assert.equal(await readAll(socket), 'HTTP/1.1 200 Connection established\r\n\r\n');
    }
    run.close();
  });
});
