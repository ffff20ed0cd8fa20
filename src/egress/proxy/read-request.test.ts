// net.none: a request has one host and one length, or it is refused.
import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { describe, it } from 'node:test';
import { readRequest, type ReadRequest } from './read-request.js';
import { toEndToEnd } from './to-end-to-end.js';
import { toUpstreamHeaders } from './to-upstream-headers.js';

function read(
  line: string,
  rawHeaders: readonly string[] = ['Host', 'example.org'],
  httpVersion = '1.1',
): ReadRequest {
  const [method, url] = line.split(' ');
  return readRequest({ method, url, rawHeaders, httpVersion } as unknown as IncomingMessage);
}
const whyNot = (...args: Parameters<typeof read>): string => {
  const request = read(...args);
  return request.kind === 'malformed' ? request.why : `taken as a ${request.kind}`;
};

describe('a request to the proxy (net.none)', () => {
  it('names its host in its address', () => {
    const request = read('GET http://EXAMPLE.org:80/a?b=c');
    assert.deepEqual(request, {
      kind: 'request',
      scheme: 'http',
      method: 'GET',
      path: '/a?b=c',
      body: 'none',
      target: { kind: 'target', host: { kind: 'name', text: 'example.org' }, port: 80 },
    });
    for (const [url, path] of [
      ['http://example.org', '/'],
      ['http://example.org?x', '/?x'],
      ['HTTP://example.org//a', '//a'],
    ] as const) {
      const one = read(`GET ${url}`);
      assert.ok(one.kind === 'request' && one.path === path, url);
    }
  });

  it('of another form is none', () => {
    const cases: readonly (readonly [string, RegExp])[] = [
      ['GET /', /names no host/],
      ['OPTIONS *', /names no host/],
      ['GET https://example.org/', /does not speak https/],
      ['GET ftp://example.org/', /does not speak ftp/],
      ['GET file:///etc/passwd', /does not speak file/],
      ['GET example.org', /cannot be read/],
      ['GET http:example.org', /cannot be read/],
      ['GET http:/\\example.org/', /cannot be read/],
      ['GET http://example.org/#x', /cannot be read/],
      ['GET http:///x', /the host is empty/],
      ['GET http://a@example.org/', /user name/],
      ['GET http://example.org@evil.org/', /user name/],
      ['GET http://example.org\\@evil.org/', /user name/],
      ['GET http://example.org%2f@evil.org/', /percent/],
      ['GET http://example.org:80:80/', /colon/],
      ['GET http://example.org:x/', /port/],
      ['CONNECT example.org', /no port/],
      ['CONNECT http://example.org:443', /colon|more than/],
      ['CONNECT user@example.org:443', /user name/],
    ];
    for (const [line, why] of cases) assert.match(whyNot(line), why, line);
  });

  it('has one Host, the same as its address', () => {
    const get = 'GET http://example.org/';
    assert.match(whyNot(get, []), /no Host/);
    assert.match(whyNot(get, ['Host', 'example.org', 'host', 'example.org']), /more than one Host/);
    for (const host of [
      'evil.org',
      'example.org:8080',
      '',
      'example.org, evil.org',
      'a@example.org',
      'example.org.evil.org',
    ])
      assert.match(whyNot(get, ['Host', host]), /not the one/, host);
    for (const host of ['example.org', 'EXAMPLE.ORG.', 'example.org:80'])
      assert.equal(read(get, ['Host', host]).kind, 'request');
    assert.match(whyNot('GET http://example.org:8080/', ['Host', 'example.org']), /not the one/);
    assert.equal(read(get, [], '1.0').kind, 'request');
    assert.equal(read('CONNECT example.org:443', [], '1.0').kind, 'tunnel');
    for (const host of ['example.org', 'example.org:443'])
      assert.equal(read('CONNECT example.org:443', ['Host', host]).kind, 'tunnel');
    assert.match(whyNot('CONNECT example.org:443', ['Host', 'evil.org:443']), /not the one/);
    assert.match(whyNot('CONNECT example.org:443', ['Host', 'example.org:80']), /not the one/);
  });

  it('has one length (request smuggling)', () => {
    const post = (...headers: string[]): string =>
      whyNot('POST http://example.org/', ['Host', 'example.org', ...headers]);
    assert.match(post('Content-Length', '3', 'Transfer-Encoding', 'chunked'), /both/);
    assert.match(post('transfer-encoding', 'chunked', 'content-length', '3'), /both/);
    assert.match(post('Content-Length', '3', 'Content-Length', '3'), /more than one Content-Length/);
    for (const length of ['+3', '-1', '3,3', '0x3', '3 ', '', '1e1', '9'.repeat(20)])
      assert.match(post('Content-Length', length), /no number/, length);
    for (const coding of ['gzip', 'chunked, gzip', 'gzip, chunked', 'xchunked', 'chunked ', 'identity', ''])
      assert.match(post('Transfer-Encoding', coding), /chunked/, coding);
    assert.match(post('Transfer-Encoding', 'chunked', 'Transfer-Encoding', 'chunked'), /chunked/);
    assert.match(whyNot('POST http://example.org/', ['Transfer-Encoding', 'chunked'], '1.0'), /HTTP\/1\.0/);
    assert.match(whyNot('GET http://example.org/', [], '2.0'), /no HTTP\/1\.1/);
  });
});

describe('what goes on to the host', () => {
  it('is nothing of this connection, and nothing between a client and its proxy', () => {
    const raw = [
      'Host',
      'a',
      'Connection',
      'close, X-Mine',
      'connection',
      'Content-Length',
      'Keep-Alive',
      '5',
      'X-Mine',
      '1',
      'TE',
      'trailers',
    ];
    const proxies = [
      'Proxy-Authorization',
      'Basic eA==',
      'Proxy-Connection',
      'keep-alive',
      'proxy-x',
      '1',
      'Upgrade',
      'h2c',
      'HTTP2-Settings',
      'x',
    ];
    const kept = ['Accept', '*/*', 'Cookie', 'a', 'Cookie', 'b', 'Content-Length', '3'];
    assert.deepEqual(
      toEndToEnd([
        ...raw,
        ...proxies,
        ...kept,
        'Expect',
        '100-continue',
        'Trailer',
        'x',
        'Transfer-Encoding',
        'chunked',
      ]),
      ['Host', 'a', ...kept],
    );
  });

  it('has Host and length as they were judged', () => {
    const headersOf = (line: string, raw: readonly string[]): string[] => {
      const request = read(line, raw);
      if (request.kind !== 'request') throw new Error(request.kind);
      return toUpstreamHeaders(request, raw);
    };
    assert.deepEqual(headersOf('GET http://EXAMPLE.org./', ['hOST', 'EXAMPLE.ORG', 'A', 'b']), [
      'Host',
      'example.org',
      'A',
      'b',
      'Connection',
      'close',
    ]);
    assert.deepEqual(headersOf('GET http://[2A00::1]:81/', ['Host', '[2a00:0::1]:81']), [
      'Host',
      '[2a00::1]:81',
      'Connection',
      'close',
    ]);
    const host = ['Host', 'example.org'];
    assert.deepEqual(headersOf('POST http://example.org/', [...host, 'Content-Length', '007']), [
      ...host,
      'Content-Length',
      '7',
      'Connection',
      'close',
    ]);
    assert.deepEqual(headersOf('POST http://example.org/', host), [
      ...host,
      'Content-Length',
      '0',
      'Connection',
      'close',
    ]);
    assert.deepEqual(headersOf('PUT http://example.org/', [...host, 'Transfer-Encoding', 'Chunked']), [
      ...host,
      'Transfer-Encoding',
      'chunked',
      'Connection',
      'close',
    ]);
  });
});
