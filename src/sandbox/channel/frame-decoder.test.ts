import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { encodeFrame, FrameDecoder, maxFrameBytes } from './frame-decoder.js';

function decode(chunks: readonly Buffer[]): string[] {
  const decoder = new FrameDecoder();
  return chunks.flatMap((chunk) => [...decoder.push(chunk)].map((frame) => frame.toString('latin1')));
}

const frame = (text: string): Buffer => encodeFrame(Buffer.from(text, 'latin1'));

const header = (length: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(length);
  return bytes;
};

describe('FrameDecoder', () => {
  it('gives a frame as soon as its last byte is there, wherever it was split', () => {
    const bytes = frame('hello');
    for (let place = 0; place <= bytes.length; place += 1) {
      const decoder = new FrameDecoder();
      const first = [...decoder.push(bytes.subarray(0, place))];
      const second = [...decoder.push(bytes.subarray(place))];
      assert.equal(first.length, place === bytes.length ? 1 : 0);
      assert.deepEqual([...first, ...second].map(String), ['hello']);
    }
  });

  it('gives every frame of one chunk, in order, and keeps the beginning of the next', () => {
    const bytes = Buffer.concat([frame('a'), frame(''), frame('bc'), frame('rest')]);
    assert.deepEqual(decode([bytes.subarray(0, -2), bytes.subarray(-2)]), ['a', '', 'bc', 'rest']);
  });

  it('takes empty chunks and empty frames', () => {
    assert.deepEqual(decode([Buffer.alloc(0), header(0), Buffer.alloc(0), header(0)]), ['', '']);
  });

  it('takes a frame of exactly the largest size and refuses the next', () => {
    const [largest] = decode([Buffer.concat([header(maxFrameBytes), Buffer.alloc(maxFrameBytes)])]);
    assert.equal(largest?.length, maxFrameBytes);
    for (const length of [maxFrameBytes + 1, 0x7fffffff, 0x80000000, 0xffffffff]) {
      assert.throws(() => decode([header(length)]), RangeError);
    }
  });

  it('gives what came before a frame that is too large', () => {
    const decoder = new FrameDecoder();
    const seen: string[] = [];
    assert.throws(() => {
      for (const body of decoder.push(Buffer.concat([frame('a'), header(0xffffffff)])))
        seen.push(String(body));
    }, RangeError);
    assert.deepEqual(seen, ['a']);
  });

  it('gives frames that do not change when the chunk is overwritten', () => {
    const chunk = frame('hello');
    const [body] = new FrameDecoder().push(chunk);
    chunk.fill(0);
    assert.equal(String(body), 'hello');
  });

  it('does not depend on how the stream was cut into chunks', () => {
    const bodies = fc.array(fc.string({ unit: 'grapheme-ascii', maxLength: 40 }), { maxLength: 8 });
    fc.assert(
      fc.property(bodies, fc.array(fc.nat({ max: 400 })), (texts, cuts) => {
        const bytes = Buffer.concat(texts.map(frame));
        const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort(
          (a, b) => a - b,
        );
        const chunks = places.slice(1).map((end, index) => bytes.subarray(places[index], end));
        assert.deepEqual(decode(chunks), texts);
      }),
    );
  });

  it('answers random bytes with frames or a RangeError and nothing else', () => {
    const chunks = fc.array(
      fc.uint8Array({ maxLength: 64 }).map((bytes) => Buffer.from(bytes)),
      { maxLength: 8 },
    );
    const small = chunks.map((parts) => parts.map((part) => Buffer.concat([Buffer.alloc(3), part])));
    fc.assert(
      fc.property(fc.oneof(chunks, small), (parts) => {
        try {
          const total = parts.reduce((sum, part) => sum + part.length, 0);
          const held = decode(parts).reduce((sum, text) => sum + text.length + 4, 0);
          assert.ok(held <= total);
        } catch (error) {
          assert.ok(error instanceof RangeError);
        }
      }),
    );
  });

  it('holds one frame and no more while it comes byte by byte', () => {
    const decoder = new FrameDecoder();
    assert.deepEqual([...decoder.push(header(maxFrameBytes))], []);
    const before = process.memoryUsage();
    for (let count = 1; count < maxFrameBytes; count += 1) {
      assert.ok(decoder.push(Buffer.alloc(1)).next().done === true);
    }
    const after = process.memoryUsage();
    // As objects, so many chunks take more than 200 MB: what is left to collect must not hide that.
    assert.ok(after.heapUsed - before.heapUsed < 64 * 1024 * 1024);
    assert.ok(after.arrayBuffers - before.arrayBuffers < 64 * 1024 * 1024);
    assert.equal([...decoder.push(Buffer.alloc(1))][0]?.length, maxFrameBytes);
  });
});

describe('encodeFrame', () => {
  it('puts the length in front, big-endian', () => {
    assert.deepEqual([...encodeFrame(Buffer.from('ab'))], [0, 0, 0, 2, 0x61, 0x62]);
  });

  it('has room for the largest program with every character escaped', () => {
    const program = JSON.stringify({ code: '\u0001'.repeat(maxFrameBytes), fileName: 'a'.repeat(64) });
    assert.equal(encodeFrame(Buffer.from(program)).length, program.length + 4);
    assert.throws(() => encodeFrame(Buffer.alloc(8 * maxFrameBytes + 1)), RangeError);
  });
});
