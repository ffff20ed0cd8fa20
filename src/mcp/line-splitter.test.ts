import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type Line, LineSplitter } from './line-splitter.js';

function split(chunks: readonly Buffer[], mostBytes = 100): Line[] {
  const splitter = new LineSplitter(mostBytes);
  return chunks.flatMap((chunk) => [...splitter.push(chunk)]);
}

const text = (line: string): Line => ({ kind: 'text', text: line });

describe('the line splitter', () => {
  it('gives the same lines, however they are cut into chunks', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), fc.array(fc.nat(50)), (words, cuts) => {
        const lines = words.map((word) => word.replaceAll('\n', ''));
        const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
        const chunks = [];
        let start = 0;
        for (const cut of cuts) {
          chunks.push(bytes.subarray(start, start + cut));
          start += cut;
        }
        chunks.push(bytes.subarray(start));
        assert.deepEqual(split(chunks, 10_000), lines.map(text));
      }),
    );
  });

  it('keeps what has no end yet', () => {
    assert.deepEqual(split([Buffer.from('{"a":'), Buffer.from('1}')]), []);
  });

  it('drops a line that is too long, once, and goes on behind it', () => {
    const long = Buffer.alloc(60, 0x61);
    assert.deepEqual(split([long, long, long, Buffer.from('\nb\n')]), [{ kind: 'too-long' }, text('b')]);
    assert.deepEqual(split([Buffer.concat([long, long, Buffer.from('\nb\n')])]), [
      { kind: 'too-long' },
      text('b'),
    ]);
  });

  it('takes a line of the greatest length', () => {
    assert.deepEqual(split([Buffer.from(`${'a'.repeat(100)}\n`)]), [text('a'.repeat(100))]);
  });

  it('names what is no UTF-8', () => {
    assert.deepEqual(split([Buffer.from([0xc3, 0x28, 0x0a, 0x61, 0x0a])]), [{ kind: 'not-utf8' }, text('a')]);
  });
});
