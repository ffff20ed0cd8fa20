import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { encodeMessage, MessageDecoder } from './message-decoder.js';

const decode = (...chunks: readonly (string | Buffer)[]): string[] => {
  const decoder = new MessageDecoder();
  return chunks.flatMap((chunk) => decoder.push(Buffer.from(chunk)));
};

describe('MessageDecoder', () => {
  it('finds whole messages however their bytes are cut', () => {
    const bytes = Buffer.concat([encodeMessage({ text: 'ä😀' }), encodeMessage({}), encodeMessage([1])]);
    const whole = ['{"text":"ä😀"}', '{}', '[1]'];
    assert.deepEqual(decode(bytes), whole);
    assert.deepEqual(decode(...Array.from(bytes, (byte) => Buffer.of(byte))), whole);
    for (let at = 0; at < bytes.length; at += 1)
      assert.deepEqual(decode(bytes.subarray(0, at), bytes.subarray(at)), whole);
  });

  it('waits for the rest of a message', () => {
    assert.deepEqual(decode('Content-Length: 10\r\n\r\n{"a":'), []);
  });

  for (const [what, bytes] of [
    ['no header', '{"jsonrpc":"2.0"}'.padEnd(300)],
    ['another header', 'Content-Type: x\r\n\r\n{}'],
    ['two headers', 'Content-Length: 2\r\nContent-Length: 3\r\n\r\n{} '],
    ['a negative length', 'Content-Length: -1\r\n\r\n'],
    ['a length with a sign', 'Content-Length: +2\r\n\r\n{}'],
    ['a length that is no decimal', 'Content-Length: 0x2\r\n\r\n{}'],
    ['a length beyond the cap', 'Content-Length: 33554433\r\n\r\n'],
    ['a length beyond all numbers', `Content-Length: ${'9'.repeat(200)}\r\n\r\n`],
    ['another spelling', 'content-length: 2\r\n\r\n{}'],
    ['no end of the header', 'Content-Length: 2\r\n'.padEnd(400, 'x')],
    ['bytes that are not UTF-8', Buffer.from('Content-Length: 1\r\n\r\n\xff', 'latin1')],
  ] as const)
    it(`refuses ${what}`, () => {
      assert.throws(() => decode(bytes), RangeError);
    });
});
