// What git prints of its objects is understood wherever the pipe cuts it.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { BatchReader } from './read-objects.js';
import { mostScannedBytes } from './scan-source.js';

const entry = (id: string, type: string, content: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`${id} ${type} ${content.length}\n`), content, Buffer.from('\n')]);

describe('BatchReader', () => {
  const contents = ['', '\n', 'a\nb', 'x blob 3\nabc\n', '\0\xff'].map((text) => Buffer.from(text, 'latin1'));
  const printed = Buffer.concat([
    ...contents.map((content, index) => entry(`${index}`, 'blob', content)),
    entry('t', 'tree', Buffer.from('no blob\n')),
    Buffer.from('m missing\n'),
    entry('last', 'blob', Buffer.from('end')),
  ]);

  it('says the same however it is cut', () => {
    const expected = [
      ...contents.map((content, index) => [`${index}`, content.toString('latin1')]),
      ['last', 'end'],
    ];
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: printed.length }), { maxLength: 12 }), (cuts) => {
        const edges = [0, ...cuts.sort((one, other) => one - other), printed.length];
        const reader = new BatchReader();
        const found = edges
          .slice(1)
          .flatMap((end, index) => [...reader.push(printed.subarray(edges[index], end))]);
        assert.deepEqual(
          found.map(({ id, bytes }) => [id, bytes?.toString('latin1')]),
          expected,
        );
      }),
    );
  });

  it('lets go by what is too large, and says so', () => {
    const reader = new BatchReader();
    const size = mostScannedBytes + 1;
    const found = [...reader.push(Buffer.from(`big blob ${size}\n`))];
    const piece = Buffer.alloc(1024 * 1024);
    for (let left = size; left > 0; left -= piece.length)
      found.push(...reader.push(piece.subarray(0, Math.min(left, piece.length))));
    found.push(...reader.push(Buffer.concat([Buffer.from('\n'), entry('next', 'blob', Buffer.from('x'))])));
    assert.deepEqual(
      found.map(({ id, bytes }) => [id, bytes?.toString() ?? null]),
      [
        ['big', null],
        ['next', 'x'],
      ],
    );
  });
});
