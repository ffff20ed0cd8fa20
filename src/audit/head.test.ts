import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Head, headBytes, parseHead, placeBytes, renderHead } from './head.js';
import { makeLog, testKey } from './log.test-support.js';

const { head: one } = makeLog(1);
const { head: two } = makeLog(2);

function write(file: Buffer, head: Head): void {
  const { position, bytes } = renderHead(testKey, '0', head);
  bytes.copy(file, position);
}

function fileOf(...heads: readonly Head[]): Buffer {
  const file = Buffer.alloc(headBytes);
  for (const head of heads) write(file, head);
  return file;
}

describe('the head of a log', () => {
  it('is the newer of the two that are there', () => {
    const [first, second] = [
      { ...one, turn: 4 },
      { ...two, turn: 5 },
    ];
    assert.deepEqual(parseHead(testKey, '0', fileOf(first, second)), second);
    assert.deepEqual(parseHead(testKey, '0', fileOf(second, first)), second);
  });

  it('is the older one while the newer is half written, at any byte', () => {
    const [first, second] = [
      { ...one, turn: 4 },
      { ...two, turn: 5 },
    ];
    const { position, bytes } = renderHead(testKey, '0', second);
    assert.equal(position, placeBytes);
    for (let length = 0; length < bytes.toString().trimEnd().length; length += 1) {
      const file = fileOf(first, { ...one, turn: 3 });
      bytes.copy(file, position, 0, length);
      // The last bytes may be what they were.
      const { turn } = parseHead(testKey, '0', file) ?? { turn: null };
      assert.ok(turn === 4 || (turn === 5 && length > 200), `${length}: ${String(turn)}`);
    }
  });

  it('is none where a byte is changed, under another key, or of another log', () => {
    const file = fileOf({ ...two, turn: 6 });
    for (let position = 0; position < placeBytes; position += 1) {
      const changed = Buffer.from(file);
      changed.writeUInt8(changed.readUInt8(position) ^ 1, position);
      assert.equal(parseHead(testKey, '0', changed), null, `byte ${position}`);
    }
    assert.equal(parseHead(Buffer.alloc(32, 1), '0', file), null);
    assert.equal(parseHead(testKey, '1', file), null);
    assert.equal(parseHead(testKey, '0', Buffer.alloc(0)), null);
  });

  it('fits into its place whatever the numbers are', () => {
    const most = { number: 999_999_999_999_999, mark: 'f'.repeat(64) };
    assert.equal(
      renderHead(testKey, '255', { turn: most.number, last: most, base: most }).bytes.length,
      placeBytes,
    );
  });
});
