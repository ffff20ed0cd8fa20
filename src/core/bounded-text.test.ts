import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { BoundedText } from './bounded-text.js';
import type { CapturedOutput } from './execution-result.js';

function capture(capBytes: number, chunks: readonly Buffer[]): CapturedOutput {
  const text = new BoundedText(capBytes);
  for (const chunk of chunks) text.append(chunk);
  return text.toCapturedOutput();
}

const captureText = (capBytes: number, text: string): string => capture(capBytes, [Buffer.from(text)]).text;

/** Cuts `bytes` at the given places, whatever their order. */
function cutAt(bytes: Buffer, places: readonly number[]): Buffer[] {
  const sorted = [0, ...places.map((place) => place % (bytes.length + 1)), bytes.length].sort(
    (a, b) => a - b,
  );
  return sorted.slice(1).map((end, index) => bytes.subarray(sorted[index], end));
}

/** Printable text is what programs write; bytes are what hostile ones do. */
const output = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 80 }).map((text) => Buffer.from(text)),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
);

describe('BoundedText', () => {
  it('keeps everything up to its cap and cuts from the first byte beyond', () => {
    assert.deepEqual(capture(4, [Buffer.from('abcd')]), { text: 'abcd', bytes: 4, truncated: false });
    assert.deepEqual(capture(4, [Buffer.from('abcde')]), {
      text: 'ab\n… 1 bytes left out …\nde',
      bytes: 5,
      truncated: true,
    });
    assert.deepEqual(capture(4, []), { text: '', bytes: 0, truncated: false });
  });

  it('gives the odd byte of its cap to the head', () => {
    assert.equal(captureText(3, 'abc'), 'abc');
    assert.equal(captureText(3, 'abcd'), 'ab\n… 1 bytes left out …\nd');
    assert.equal(captureText(1, 'abcd'), 'a\n… 3 bytes left out …\n');
    assert.equal(captureText(0, 'abcd'), '\n… 4 bytes left out …\n');
  });

  it('never shows half a character where it cuts, and counts it as left out', () => {
    for (const character of ['é', '€', '😀']) {
      const length = Buffer.byteLength(character);
      for (let before = 0; before < length; before += 1) {
        const text = `${'a'.repeat(before)}${character.repeat(20)}${'b'.repeat(before)}`;
        const captured = captureText(12, text);
        const [, head = '?', missing = '?', tail = '?'] =
          /^(.*)\n… (\d+) bytes left out …\n(.*)$/su.exec(captured) ?? [];
        assert.doesNotMatch(captured, /\uFFFD/u);
        assert.ok(text.startsWith(head) && text.endsWith(tail), captured);
        assert.equal(
          Buffer.byteLength(head) + Number(missing) + Buffer.byteLength(tail),
          Buffer.byteLength(text),
        );
      }
    }
  });

  it('puts a character together that came in two chunks, wherever it was split', () => {
    const bytes = Buffer.from('aé€😀z');
    for (let place = 0; place <= bytes.length; place += 1) {
      assert.equal(capture(64, cutAt(bytes, [place])).text, 'aé€😀z');
      // Across the border between head and tail too.
      assert.equal(capture(bytes.length, cutAt(bytes, [place])).text, 'aé€😀z');
    }
  });

  it('shows bytes that are no UTF-8 as U+FFFD', () => {
    assert.equal(capture(64, [Buffer.from([0x61, 0xff, 0xc3, 0x62])]).text, 'a\uFFFD\uFFFDb');
  });

  it('does not depend on how the output was cut into chunks', () => {
    fc.assert(
      fc.property(output, fc.nat({ max: 64 }), fc.array(fc.nat({ max: 300 })), (bytes, cap, places) => {
        assert.deepEqual(capture(cap, cutAt(bytes, places)), capture(cap, [bytes]));
      }),
    );
  });

  it('keeps at most its cap and tells how much there was', () => {
    fc.assert(
      fc.property(output, fc.nat({ max: 64 }), (bytes, cap) => {
        const captured = capture(cap, [bytes]);
        assert.equal(captured.bytes, bytes.length);
        assert.equal(captured.truncated, bytes.length > cap);
        if (!captured.truncated) assert.equal(captured.text, bytes.toString('utf8'));
      }),
    );
  });

  it('does not change when its chunks are overwritten later', () => {
    const text = new BoundedText(8);
    const reused = Buffer.from('abcdef');
    text.append(reused);
    reused.fill(0x7a);
    assert.equal(text.toCapturedOutput().text, 'abcdef');
  });

  it('can be asked again while output still comes', () => {
    const text = new BoundedText(4);
    text.append(Buffer.from('abcdef'));
    assert.equal(text.toCapturedOutput().text, 'ab\n… 2 bytes left out …\nef');
    text.append(Buffer.from('gh'));
    assert.equal(text.toCapturedOutput().text, 'ab\n… 4 bytes left out …\ngh');
    assert.equal(text.totalBytes, 8);
  });

  it('holds no object for each of a million chunks of one byte', () => {
    const cap = 512 * 1024;
    const text = new BoundedText(cap);
    const before = process.memoryUsage();
    for (let count = 0; count < 1_000_000; count += 1) text.append(Buffer.alloc(1, count % 128));
    const after = process.memoryUsage();
    // As objects, the 256 KiB of the head alone take 50 MB: what is left to collect must not hide that.
    assert.ok(after.arrayBuffers - before.arrayBuffers < 24 * 1024 * 1024);
    assert.ok(after.heapUsed - before.heapUsed < 24 * 1024 * 1024);
    assert.equal(text.totalBytes, 1_000_000);
    assert.equal(text.toCapturedOutput().truncated, true);
  });
});
