// net.none: whom a tunnel asks for is seen in its first message, however that is cut, or the tunnel is refused.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readHost } from '../policy/canonical-host.js';
import {
  extension,
  helloBody,
  realHello,
  serverName,
  toMessage,
  toRecord,
  toRecords,
} from './client-hello.test-support.js';
import { type HelloReading, HelloRecords } from './hello-records.js';
import { readServerName } from './server-name.js';
import { whyNotForHost } from './why-not-for-host.js';

const runs = Number(process.env['FUZZ_FACTOR'] ?? '1') * 500;

const readHelloRecords = (bytes: Buffer): HelloReading => new HelloRecords().push(bytes);

function whyNot(bytes: Buffer, to = 'example.org'): string | null {
  const reading = readHelloRecords(bytes);
  const host = readHost(to);
  assert.ok(reading.kind !== 'more' && host.kind !== 'refused', reading.kind);
  return whyNotForHost(reading, host);
}
const hello = (...extensions: readonly Buffer[]): Buffer =>
  toRecord(toMessage(helloBody(Buffer.concat(extensions))));
const named = (name: string): Buffer => hello(extension(0x2b, Buffer.from([2, 3, 4])), serverName([0, name]));

describe('the ClientHello of a tunnel (net.none)', () => {
  it("of Node's own client is read, for every version of TLS", async () => {
    for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
      const bytes = await realHello({ servername: 'example.org', maxVersion });
      assert.equal(whyNot(bytes), null);
      assert.match(
        whyNot(bytes, 'example.com') ?? '',
        /asks for "example\.org" \(SNI\), and the tunnel is for example\.com/,
      );
    }
  });

  it('is read however it is spread over records and pieces', async () => {
    const bytes = await realHello({ servername: 'example.org' });
    const message = bytes.subarray(5);
    for (const size of [1, 2, 3, 5, 100, 16_384]) {
      const records = toRecords(message, size);
      assert.equal(whyNot(records), null, `records of ${size}`);
      for (let cut = 1; cut < Math.min(records.length, 400); cut += 1)
        assert.equal(readHelloRecords(records.subarray(0, cut)).kind, 'more', `${cut} of ${records.length}`);
      const reader = new HelloRecords();
      const readings = Array.from(records, (byte) => reader.push(Buffer.from([byte])).kind);
      assert.deepEqual(
        [readings.indexOf('hello'), readings.at(-1)],
        [records.length - 1, 'hello'],
        'byte by byte',
      );
    }
  });

  it('goes on as it came, with what is behind it', () => {
    const behind = Buffer.from([20, 3, 3, 0, 1, 1]);
    assert.equal(whyNot(Buffer.concat([named('example.org'), behind])), null);
  });

  it('may be in capitals, and in nothing else than the name of the host', () => {
    assert.equal(whyNot(named('EXAMPLE.org')), null);
    for (const name of [
      'example.org.',
      'example.org\0',
      'example.org\0.evil.org',
      ' example.org',
      'evil.org',
      'a.example.org',
      'xample.org',
      '',
      '93.184.216.34',
      'ex%61mple.org',
      '\xe9xample.org',
    ])
      assert.match(whyNot(named(name)) ?? '', /asks for/, JSON.stringify(name));
    assert.equal(whyNot(named('xn--bcher-kva.example'), 'bücher.example'), null);
  });

  it('without a name is for an address alone, which must be asked for without one', () => {
    assert.match(whyNot(hello()) ?? '', /no server name/);
    assert.match(whyNot(toRecord(toMessage(helloBody(null)))) ?? '', /no server name/);
    assert.equal(whyNot(hello(), '93.184.216.34'), null);
    assert.match(whyNot(named('example.org'), '93.184.216.34') ?? '', /asks for/);
  });

  it('that hides its name is refused (ECH, ESNI)', () => {
    for (const type of [0xfe0d, 0xffce])
      assert.match(
        whyNot(hello(serverName([0, 'example.org']), extension(type, Buffer.alloc(8)))) ?? '',
        /hides/,
      );
  });

  it('that says it twice, or in two ways, is refused', () => {
    const twice = [
      hello(serverName([0, 'example.org']), serverName([0, 'evil.org'])),
      hello(serverName([0, 'example.org'], [0, 'evil.org'])),
      hello(serverName([0, 'example.org'], [1, 'evil.org'])),
      hello(serverName([1, 'example.org'])),
      hello(serverName()),
      hello(extension(0, Buffer.alloc(0))),
    ];
    for (const bytes of twice) assert.notEqual(whyNot(bytes), null);
  });

  it('that is cut short or too long is refused', () => {
    const body = helloBody(serverName([0, 'example.org']));
    for (let length = 0; length < body.length; length += 1) {
      const why = whyNot(toRecord(toMessage(body.subarray(0, length))));
      assert.notEqual(why, null, `${length} of ${body.length}`);
    }
    assert.match(whyNot(toRecord(toMessage(Buffer.concat([body, Buffer.from([0])])))) ?? '', /cut short/);
    const kinds = (bytes: Buffer): HelloReading['kind'] => readHelloRecords(bytes).kind;
    assert.equal(kinds(toRecord(Buffer.concat([toMessage(body), Buffer.from([1])]))), 'malformed');
    assert.equal(kinds(toRecord(Buffer.from([1, 1, 0, 0]))), 'malformed', 'a message of 64 KB');
    assert.equal(kinds(Buffer.from([22, 3, 1, 0, 0])), 'malformed', 'an empty record');
    assert.equal(kinds(Buffer.from([22, 3, 1, 255, 255])), 'malformed', 'a huge record');
    assert.equal(kinds(toRecord(Buffer.from([2, 0, 0, 0]))), 'malformed', 'a ServerHello');
    assert.equal(
      kinds(Buffer.concat([toRecord(Buffer.from([1, 0])), Buffer.from([23, 3, 3, 0, 1, 0])])),
      'malformed',
    );
  });

  it('costs no more than its bytes, however it is spread', () => {
    const reader = new HelloRecords();
    const record = toRecord(Buffer.from([0]));
    reader.push(toRecord(Buffer.from([1, 0, 64, 0])));
    const started = process.cpuUsage();
    let count = 0;
    for (; reader.push(record.subarray(count % 6, (count % 6) + 1)).kind === 'more'; count += 1);
    assert.ok(count < 40_000, `${count} bytes`);
    const { user } = process.cpuUsage(started);
    assert.ok(user < 2_000_000, `${user} µs`);
  });

  it('is not what other protocols say first', () => {
    for (const text of [
      'GET / HTTP/1.1\r\n',
      'SSH-2.0-x\r\n',
      '\0\0\0\x08\x04\xd2\x16\x2f',
      '\x80\x2e\x01\x03\x01',
      '\x05\x01\0',
      '\x16\x02',
      'EHLO x',
    ])
      assert.equal(whyNot(Buffer.from(text, 'latin1')), 'what is spoken in the tunnel is not TLS');
  });

  it('ends in no exception, whatever it is', () => {
    const valid = named('example.org');
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        fc.nat(valid.length),
        fc.uint8Array({ maxLength: 4 }),
        (noise, at, patch) => {
          const broken = Buffer.from(valid);
          Buffer.from(patch).copy(broken, at);
          for (const bytes of [
            Buffer.from(noise),
            broken,
            Buffer.concat([valid.subarray(0, at), Buffer.from(noise)]),
          ]) {
            const reading = readHelloRecords(bytes);
            if (reading.kind === 'hello') readServerName(reading.message);
          }
          readServerName(Buffer.from(noise));
        },
      ),
      { numRuns: runs },
    );
  });
});
