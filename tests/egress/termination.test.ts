// Proves: net.none. Inside of TLS that the proxy ends, what bytes that no library would send come to: each request is for the host of its
// tunnel and for a path that a rule names, or it goes nowhere.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { openInside, openTunnel, sayInside, toRequest } from './inside.js';
import { type Mirror, openMirror } from './mirror.js';
import { readAll, Stage } from './stage.js';

const policy = [
  { host: 'example.org', methods: ['GET', 'POST'], paths: ['/public/*', '/status'] },
  { host: '*.example.org', methods: ['GET'] },
  { host: '93.184.216.40', methods: ['GET'] },
  'other.example',
];

describe('TLS that is ended (net.none)', () => {
  let stage: Stage;
  let mirror: Mirror;
  before(async () => {
    mirror = await openMirror(['example.org', '*.example.org']);
    stage = await Stage.open({ policy, roots: [mirror.cert], ports: { 443: mirror.port } });
  });
  after(async () => {
    await stage.close();
    mirror.close();
  });

  const head = (line: string, ...headers: readonly string[]): string =>
    [`${line} HTTP/1.1`, 'Host: example.org', ...headers, '', ''].join('\r\n');
  async function refused(...requests: readonly string[]): Promise<void> {
    const [dialled, seen] = [stage.dialled.length, mirror.seen.length];
    for (const request of requests) {
      const text = await sayInside(stage, request);
      assert.match(text, /^HTTP\/1\.1 40\d [ -~]*\r\n/, JSON.stringify(request.slice(0, 300)));
      assert.doesNotMatch(text, /HTTP\/1\.1 200/);
    }
    assert.deepEqual([stage.dialled.length, mirror.seen.length], [dialled, seen]);
  }

  it('lets through what a rule permits, and each request is written down', async () => {
    const before = stage.decisions.length;
    assert.match(await sayInside(stage, toRequest('GET /public/x?a=/private')), /^HTTP\/1\.1 200 OK/);
    assert.match(await sayInside(stage, toRequest('POST /status', [], 'hello')), /^HTTP\/1\.1 200 OK/);
    assert.deepEqual(
      mirror.seen.map(({ method, url, body, headers }) => [method, url, body, headers.host]),
      [
        ['GET', '/public/x?a=/private', '', 'example.org'],
        ['POST', '/status', 'hello', 'example.org'],
      ],
    );
    assert.deepEqual(
      stage.decisions
        .slice(before)
        .map(({ way, host, port, verdict, address }) => [way, host, port, verdict, address]),
      Array.from({ length: 2 }, () => ['request', 'example.org', 443, 'allowed', '93.184.216.34']),
    );
    assert.equal(stage.dialled.at(-1), '93.184.216.34:443');
  });

  it('methods and paths that no rule names, in every disguise', async () => {
    const paths = [
      '/', '/private', '/publicx', '/Public/x', '//public/x', '/./public/x', '/public/../private', '/public/..', '/public/%2e%2e/private', '/public/%2E./private', '/public/..%2fprivate',
      '/public/%252e%252e/private', '/public/..%5cprivate', '/public/..\\private', '/public/..;/private', '/%70ublic/x', '/public%2fx', '/status/', '/status%00', '/public/x%3b/..',
    ]; // prettier-ignore
    await refused(...paths.map((path) => head(`GET ${path}`, 'Connection: close')));
    await refused(head('DELETE /public/x', 'Connection: close'), head('HEAD /status', 'Connection: close'));
    assert.match(
      await sayInside(stage, head('GET /private', 'Connection: close')),
      /why: no rule for this host permits GET \/private\nfix: add the method and the path/,
    );
  });

  it('an address that is no path, a tunnel in a tunnel, another protocol', async () => {
    await refused(
      head('GET https://example.org/public/x', 'Connection: close'),
      head('GET http://example.org/public/x', 'Connection: close'),
      head('GET https://evil.example/public/x', 'Connection: close'),
      head('GET public/x', 'Connection: close'),
      head('OPTIONS *', 'Connection: close'),
      head('GET /public/x#/../private', 'Connection: close'),
      head('CONNECT example.org:443'),
      head('CONNECT evil.example:443'),
      head('GET /public/x', 'Connection: Upgrade, close', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'),
      head(
        'GET /public/x',
        'Connection: Upgrade, HTTP2-Settings, close',
        'Upgrade: h2c',
        'HTTP2-Settings: AA',
      ),
      'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    );
  });

  it('another host in Host (domain fronting), none, or two', async () => {
    const named = (...hosts: readonly string[]): string =>
      ['GET /public/x HTTP/1.1', ...hosts.map((host) => `Host: ${host}`), 'Connection: close', '', ''].join(
        '\r\n',
      );
    await refused(
      named('evil.example'),
      named('other.example'),
      named('a.example.org'),
      named('example.org:8443'),
      named('example.org', 'evil.example'),
      named('evil.example', 'example.org'),
      named('example.org', 'example.org'),
      named('example.org@evil.example'),
      named('example.org\0.evil.example'),
      named(),
      named('example.org').replace('HTTP/1.1', 'HTTP/2.0'),
    );
    for (const same of ['example.org', 'EXAMPLE.org.', 'example.org:443'])
      assert.match(await sayInside(stage, named(same)), /^HTTP\/1\.1 200/, same);
    assert.equal(mirror.seen.at(-1)?.headers.host, 'example.org');
  });

  it('many requests on one connection, each judged by itself', async () => {
    const text = await sayInside(
      stage,
      [
        head('GET /public/1'),
        head('GET /private'),
        head('GET /public/2').replace('Host: ', 'Host: a.'),
        head('GET /public/3'),
        head('GET https://evil.example/public/4'),
        head('GET /public/5', 'Connection: close'),
      ].join(''),
    );
    assert.deepEqual(
      [...text.matchAll(/HTTP\/1\.1 (\d+) /g)].map(([, status]) => status),
      ['200', '403', '400', '200', '400', '200'],
    );
    assert.deepEqual(
      mirror.seen.slice(-3).map(({ url }) => url),
      ['/public/1', '/public/3', '/public/5'],
    );
  });

  it('messages that could be read in two ways (request smuggling)', async () => {
    const post = 'POST /public/x';
    const smuggled = `0\r\n\r\n${head('GET /private')}`;
    await refused(
      head(post, 'Content-Length: 5', 'Transfer-Encoding: chunked') + smuggled,
      head(post, 'Transfer-Encoding: chunked', 'Content-Length: 5') + smuggled,
      head(post, 'Content-Length: 5', 'Content-Length: 6') + 'hello!',
      head(post, 'Content-Length: +5') + 'hello',
      head(post, 'Transfer-Encoding: xchunked') + smuggled,
      head(post, 'Transfer-Encoding : chunked') + smuggled,
      head(post, 'Transfer-Encoding:\n chunked') + smuggled,
      head('GET /public/x', ' folded: x'),
      head('GET /public/x', 'X: a\0b'),
      head('GET /public/x y'),
      head('GET /public/\tx'),
    );
    const many = Array.from({ length: 2500 }, (_, index) => `a${index}:`);
    await refused(head('GET /public/x', 'Connection: close', ...many, 'Host: evil.example'));
  });

  it('another name in the ClientHello than that of the tunnel, or none', async () => {
    const seen = mirror.connections();
    for (const servername of ['evil.example', 'other.example', 'a.example.org', ''])
      await assert.rejects(openInside(stage, { servername }), /alert|access denied|disconnected/i);
    assert.equal(mirror.connections(), seen);
    const socket = await openTunnel(stage, stage.run, 'example.org:443');
    socket.write(head('GET /public/x'));
    assert.match(await readAll(socket), /^HTTP\/1\.1 403 .*not TLS/);
  });

  it('hosts below a star each get a certificate of their own, and no other', async () => {
    for (const host of ['a.example.org', 'b.example.org']) {
      const client = await openInside(stage, { authority: `${host}:443` });
      const certificate = client.getPeerCertificate();
      assert.equal(certificate.subjectaltname, `DNS:${host}`);
      assert.ok(client.authorized);
      client.destroy();
    }
    const address = await openInside(stage, {
      authority: '93.184.216.40:443',
      servername: '',
      host: '93.184.216.40',
    });
    assert.equal(address.getPeerCertificate().subjectaltname, 'IP Address:93.184.216.40');
    address.destroy();
  });

  it('a protocol other than HTTP/1.1 is not agreed on', async () => {
    await assert.rejects(openInside(stage, { ALPNProtocols: ['h2'] }), /protocol|alert/i);
    const client = await openInside(stage, { ALPNProtocols: ['h2', 'http/1.1'] });
    assert.equal(client.alpnProtocol, 'http/1.1');
    client.destroy();
    await assert.rejects(openInside(stage, { maxVersion: 'TLSv1.1', minVersion: 'TLSv1' }));
  });

  it('a program that does not trust the gateway is told so by itself, and it is written down', async () => {
    await assert.rejects(openInside(stage, { ca: mirror.cert }), /unable to verify|self.signed|certificate/i);
    while (stage.decisions.at(-1)?.verdict !== 'failed') await delay(5);
    assert.match(stage.decisions.at(-1)?.why ?? '', /TLS|trust/);
  });

  it('a host that no secret and no such rule is for is led through untouched', async () => {
    const plain = await Stage.open({ policy: ['example.org'], ports: { 443: mirror.port } });
    assert.equal(await plain.run.trust(), null, 'there is nothing to be trusted');
    const client = await openInside(plain, { ca: mirror.cert });
    assert.match(client.getPeerCertificate().subjectaltname ?? '', /DNS:\*\.example\.org/);
    client.destroy();
    await plain.close();
  });

  it('connections that end on one side, hang or are flooded end with the run', async () => {
    const hurried = stage.openRun({ policy, bounds: { headMs: 3_000 } });
    const sayInTunnel = async (bytes: string): Promise<string> => {
      const socket = await openTunnel(stage, hurried, 'example.org:443');
      socket.write(bytes, 'latin1');
      return readAll(socket);
    };
    const answers = await Promise.all([
      sayInTunnel(''),
      sayInTunnel('\x16\x03\x01\x02\x00\x01'),
      sayInside(stage, '', { run: hurried }),
    ]);
    assert.deepEqual(answers, ['', '', ''], 'no ClientHello in time, half of one, no request');
    const run = stage.openRun({ policy });
    const ended = await openInside(stage, { run });
    ended.end(head('GET /public/x'));
    assert.doesNotMatch(await readAll(ended), /HTTP\/1\.1 [45]/);
    const last = await openInside(stage, { run });
    run.close();
    assert.equal(await readAll(last), '');
    await assert.rejects(openInside(stage, { run }));
  });

  it('the end of the run, of a program or of the host is harmless at any moment', async () => {
    for (let round = 0; round < 60; round += 1) {
      const run = stage.openRun({ policy });
      const work = Promise.allSettled(
        [1, 2, 3].map(async (count) => {
          const client = await openInside(stage, { run });
          client.write(head('POST /public/x', 'Content-Length: 400000') + 'x'.repeat(400_000 / count));
          if (count === 1) await readAll(client);
          else if (count === 2) client.end();
          else client.destroy();
        }),
      );
      await delay(round % 12);
      if (round % 3 === 0) mirror.breakOff();
      if (round % 2 === 0) run.close();
      await delay(round % 5);
      run.close();
      await work;
    }
    assert.match(await sayInside(stage, toRequest('GET /public/x')), /^HTTP\/1\.1 200 OK/);
  });

  it('floods of hosts are bounded by what a run may use', async () => {
    const run = stage.openRun({ policy, bounds: { attempts: 30 } });
    let opened = 0;
    for (let count = 0; count < 40; count += 1)
      await openInside(stage, { run, authority: `h${count}.example.org:443` }).then(
        (client) => {
          opened += 1;
          client.destroy();
        },
        () => undefined,
      );
    assert.equal(opened, 30);
    run.close();
  });
});
