// Proves: net.none. Plain requests: what goes on to the host is one request with one length, made of what was judged.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { slow } from '../support/time.js';
import { askPython } from './ask-python.js';
import { readAll, Stage } from './stage.js';

describe('a request through the proxy (net.none)', () => {
  let stage: Stage;
  let relay = 0;
  before(async () => {
    stage = await Stage.open({
      policy: [
        { host: 'example.org', ports: [80] },
        { host: 'read.example.org', ports: [80], methods: ['GET'], paths: ['/public/*'] },
        { host: 'down.example.org', ports: [9] },
      ],
    });
    relay = await stage.openRelay();
  });
  after(() => stage.close());

  const head = (line: string, ...headers: readonly string[]): string =>
    [`${line} HTTP/1.1`, 'Host: example.org', ...headers, '', ''].join('\r\n');
  const last = (): Stage['origin']['seen'][number] | undefined => stage.origin.seen.at(-1);

  it('arrives with method, path, headers and body, whatever they are', async () => {
    const big = 'é'.repeat(300_000);
    for (const chunked of [true, false]) {
      const asked = request({
        host: '127.0.0.1',
        port: relay,
        method: 'PUT',
        path: 'http://example.org/a%20b?q=1',
        headers: {
          host: 'example.org',
          'x-a': '1',
          ...(chunked ? {} : { 'content-length': Buffer.byteLength(big) }),
        },
      });
      asked.end(big);
      const [answer] = (await once(asked, 'response')) as [IncomingMessage];
      let text = '';
      for await (const piece of answer.setEncoding('utf8')) text += String(piece);
      assert.equal(text, `PUT /a%20b?q=1 ${big}`);
      assert.ok(last()?.rawHeaders.includes('x-a'));
    }
  });

  it('carries nothing that is for the proxy, and its answer neither', async () => {
    const text = await stage.say(
      head(
        'GET http://example.org/hop',
        'Proxy-Authorization: Basic c2VjcmV0',
        'Proxy-Connection: close',
        'Connection: close, X-Own',
        'X-Own: 1',
        'Upgrade: websocket',
        'TE: trailers',
        'Keep-Alive: 5',
      ),
    );
    assert.deepEqual(last()?.rawHeaders, ['Host', 'example.org', 'Connection', 'close']);
    assert.match(text, /^HTTP\/1\.1 200 OK\r\n/);
    assert.match(text, /set-cookie: a=1\r\nset-cookie: b=2/);
    assert.doesNotMatch(text, /proxy-|x-hop/i);
  });

  it('is refused where it could be read in two ways (request smuggling)', async () => {
    const before = stage.dialled.length;
    const post = 'POST http://example.org/';
    const smuggled = '0\r\n\r\nGET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n';
    const many = Array.from({ length: 3000 }, (_, index) => `a${index}:`);
    for (const bytes of [
      head(post, 'Content-Length: 5', 'Transfer-Encoding: chunked') + smuggled,
      head(post, 'Transfer-Encoding: chunked', 'Content-Length: 5') + smuggled,
      head(post, 'Content-Length: 5', 'Content-Length: 6') + 'hello!',
      head(post, 'Content-Length: 5, 5') + 'hello',
      head(post, 'Content-Length: +5') + 'hello',
      head(post, 'Transfer-Encoding: chunked', 'Transfer-Encoding: identity') + smuggled,
      head(post, 'Transfer-Encoding: xchunked') + smuggled,
      head(post, 'Transfer-Encoding : chunked') + smuggled,
      head(post, 'Transfer-Encoding:\n chunked') + smuggled,
      head(post, ' folded: x', 'Content-Length: 0'),
      head('GET http://example.org/', 'Host: evil.example'),
      head('GET http://example.org/', 'Host: example.org'),
      head('GET http://read.example.org/'),
      head('GET http://example.org/', ...many, 'Host: evil.example'),
      'GET http://example.org/ HTTP/1.1\r\n\r\n',
      'GET http://example.org/ HTTP/1.1\nHost: example.org\n\n',
      'GET http://example.org/ HTTP/2.0\r\nHost: example.org\r\n\r\n',
      'GET http://example.org/\tx HTTP/1.1\r\nHost: example.org\r\n\r\n',
      'GET http://example.org/ x HTTP/1.1\r\nHost: example.org\r\n\r\n',
      'GET / HTTP/1.1\r\nHost: example.org\r\n\r\n',
      'GET https://example.org/ HTTP/1.1\r\nHost: example.org\r\n\r\n',
      'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
      head('GET http://example.org/', 'X: a\0b'),
      head('GET http://example.org/', `X: ${'a'.repeat(40_000)}`),
    ]) {
      const text = await stage.say(bytes);
      assert.match(text, /^HTTP\/1\.1 4\d\d [ -~]*\r\n/, JSON.stringify(bytes.slice(0, 200)));
      assert.doesNotMatch(text, /evil/);
    }
    assert.equal(stage.dialled.length, before);
  });

  it('has all its headers read: a length behind the 2000th is one', async () => {
    const many = Array.from({ length: 2500 }, (_, index) => `a${index}:`);
    const asked = stage.origin.seen.length;
    const text = await stage.say(
      head('POST http://example.org/count', ...many, 'Connection: close', 'Transfer-Encoding: chunked') +
        '5\r\nhello\r\n0\r\n\r\n',
    );
    assert.match(text, /^HTTP\/1\.1 200 OK[\s\S]*POST \/count hello/);
    assert.equal(stage.origin.seen.length, asked + 1);
    assert.deepEqual(last()?.rawHeaders.slice(-4), ['Transfer-Encoding', 'chunked', 'Connection', 'close']);
  });

  it('pipelined behind another is judged like the first, and answered after it', async () => {
    const text = await stage.say(
      head('GET http://example.org/1'),
      head('GET http://example.org/2'),
      'GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n',
      head('GET http://example.org/3', 'Connection: close'),
    );
    assert.deepEqual(
      [...text.matchAll(/HTTP\/1\.1 (\d+) /g)].map(([, status]) => status),
      ['200', '200', '403', '200'],
    );
    assert.ok(
      text.indexOf('GET /1 ') < text.indexOf('GET /2 ') &&
        text.indexOf('GET /2 ') < text.indexOf('denied evil.example'),
    );
    assert.ok(text.indexOf('denied evil.example') < text.indexOf('GET /3 '));
  });

  it('followed by a tunnel on the same connection gets none', async () => {
    const text = await stage.say(
      head('GET http://example.org/hang'),
      'CONNECT example.org:80 HTTP/1.1\r\nHost: example.org:80\r\n\r\n',
    );
    assert.equal(text, '');
  });

  it('whose client has gone before its turn to be answered is given up', async () => {
    const socket = await stage.connect();
    const [ended, dialled] = [stage.traffic.length, stage.dialled.length];
    socket.write(head('GET http://example.org/hang') + head('GET http://example.org/endless'));
    while (stage.dialled.length < dialled + 2) await delay(5);
    await delay(50);
    socket.destroy();
    const until = performance.now() + slow(5_000);
    while (stage.traffic.length < ended + 2 && performance.now() < until) await delay(5);
    assert.equal(stage.traffic.length, ended + 2);
  });

  it('has an answer without a body where there is none', async () => {
    for (const [line, status] of [
      ['HEAD http://example.org/bytes?n=100', 200],
      ['GET http://example.org/status?code=204', 204],
      ['GET http://example.org/status?code=304', 304],
    ] as const) {
      const text = await stage.say(head(line, 'Connection: close'));
      assert.match(text, new RegExp(`^HTTP/1\\.1 ${status} [\\s\\S]*\\r\\n\\r\\n$`), line);
    }
  });

  it('whose host breaks off while it is still being sent is answered all the same', async () => {
    const text = await stage.say(
      head('POST http://example.org/drop', 'Content-Length: 3000000', 'Connection: close'),
      Buffer.alloc(3_000_000, 'x'),
    );
    assert.match(text, /^HTTP\/1\.1 502 [\s\S]*\nfix: .*\n$/);
  });

  it('that a rule about methods and paths does not permit is refused', async () => {
    const ask = (line: string): Promise<string> =>
      stage.say(head(line, 'Connection: close').replace('Host: ', 'Host: read.'));
    assert.match(await ask('GET http://read.example.org/public/x'), /^HTTP\/1\.1 200/);
    for (const line of [
      'POST http://read.example.org/public/x',
      'GET http://read.example.org/',
      'GET http://read.example.org/public/../x',
      'GET http://read.example.org/public/%2e%2e/x',
      'GET http://read.example.org?/public/',
    ])
      assert.match(await ask(line), /^HTTP\/1\.1 403 /, line);
    assert.match(
      await stage.say('CONNECT read.example.org:80 HTTP/1.1\r\nHost: read.example.org:80\r\n\r\nGET / '),
      /^HTTP\/1\.1 200 .*\r\n\r\nHTTP\/1\.1 403 .*not TLS/,
      'a tunnel, in which requests are judged too (termination.test.ts)',
    );
  });

  it('waits with its body until it is asked for it', async () => {
    const socket = await stage.connect();
    socket.write(
      head('POST http://example.org/late', 'Content-Length: 5', 'Expect: 100-continue', 'Connection: close'),
    );
    const [first] = (await once(socket, 'data')) as [Buffer];
    assert.equal(first.toString(), 'HTTP/1.1 100 Continue\r\n\r\n');
    socket.write('hello');
    assert.match(await readAll(socket), /POST \/late hello/);
    assert.ok(!last()?.rawHeaders.includes('Expect'));
    assert.match(
      await stage.say(
        'POST http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n',
      ),
      /^HTTP\/1\.1 403 /,
    );
  });

  it('whose host is not there, or breaks off, is told so', async () => {
    const text = await stage.say(
      'GET http://down.example.org:9/ HTTP/1.1\r\nHost: down.example.org:9\r\nConnection: close\r\n\r\n',
    );
    assert.match(
      text,
      /^HTTP\/1\.1 502 Network failed down\.example\.org:9: it cannot be reached \(ECONNREFUSED\)/,
    );
    const cut = await stage.say(head('GET http://example.org/break', 'Connection: close'));
    assert.match(cut, /^HTTP\/1\.1 200 OK[\s\S]*content-length: 100[\s\S]*cut$/i);
    const [answer] = await askPython(`http://127.0.0.1:${relay}`, ['http://example.org/break']);
    assert.match(answer?.text ?? '', /IncompleteRead/);
  });

  it('that cannot be written to the audit log does not happen', async () => {
    const unwritten = await Stage.open({
      policy: [{ host: 'example.org', ports: [80] }],
      onDecision: () => {
        throw new Error('the disk is full');
      },
    });
    try {
      assert.match(
        await unwritten.say(head('GET http://example.org/', 'Connection: close')),
        /^HTTP\/1\.1 503 .*audit log/,
      );
      assert.match(
        await unwritten.say(
          'GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n',
        ),
        /^HTTP\/1\.1 403 /,
      );
      assert.deepEqual(unwritten.dialled, []);
    } finally {
      await unwritten.close();
    }
  });
});
