import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LineReader } from './line-reader.js';
import type { MeasuredLine } from './measured.js';

const skipped = JSON.stringify({ what: 'skipped', name: 'f', why: 'takes x' });

function read(...chunks: readonly string[]): { told: MeasuredLine[]; reader: LineReader } {
  const told: MeasuredLine[] = [];
  const reader = new LineReader((line) => told.push(line));
  for (const chunk of chunks) reader.take(Buffer.from(chunk));
  return { told, reader };
}

describe('what the measuring program prints', () => {
  it('is taken line by line, however it is cut', () => {
    const { told } = read(skipped.slice(0, 9), `${skipped.slice(9)}\n${skipped}`, '\n');
    assert.equal(told.length, 2);
  });

  it('is not believed where it is no line of ours', () => {
    const hostile = ['not json', '{"what":"measured"}', '{"what":"skipped","name":1,"why":"x"}', '[]'];
    const { told, reader } = read(`${hostile.join('\n')}\n`);
    assert.equal(told.length, 0);
    assert.equal(reader.strange, hostile.length);
  });

  it('is bounded: a line without an end is dropped, and so are too many', () => {
    const { told, reader } = read('x'.repeat(600 * 1024), '\n', `${skipped}\n`.repeat(2_500));
    assert.equal(told.length, 2_000);
    assert.ok(reader.strange >= 500);
  });
});
