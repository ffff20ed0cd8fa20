import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { measurePng } from './measure-png.js';
import { pngOf } from './png.test-support.js';

describe('measurePng', () => {
  it('reads width and height of a real image', () => {
    const dot =
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    assert.deepEqual(measurePng(Buffer.from(dot, 'base64')), { width: 1, height: 1 });
    assert.deepEqual(measurePng(pngOf(640, 480)), { width: 640, height: 480 });
  });

  it('refuses what begins or ends otherwise', () => {
    const whole = pngOf(2, 3, 60);
    for (let place = 0; place < 16; place += 1) {
      const damaged = Buffer.from(whole);
      damaged[place] = (damaged[place] ?? 0) ^ 1;
      assert.equal(measurePng(damaged), null, `byte ${place}`);
    }
    assert.equal(measurePng(whole.subarray(0, -1)), null);
    assert.equal(measurePng(Buffer.concat([whole, Buffer.from('<script>')])), null);
    for (const text of ['', 'GIF89a', '<svg/>', '\x89PNG\r\n\x1a\n'])
      assert.equal(measurePng(Buffer.from(text, 'latin1')), null);
  });

  it('refuses an image without extent', () => {
    assert.equal(measurePng(pngOf(0, 1)), null);
    assert.equal(measurePng(pngOf(1, 0)), null);
  });

  it('answers any bytes with a size or null', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        const size = measurePng(Buffer.from(bytes));
        assert.ok(size === null || size.width > 0);
      }),
    );
  });
});
