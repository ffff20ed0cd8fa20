import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseSecretName } from '../../core/names.js';
import { compileRedactor } from './compile-redactor.js';
import { encoders } from './encoders.test-support.js';

const value = 'correct horse battery';
const redactor = compileRedactor([{ name: parseSecretName('KEY'), value }]);
const factor = Number(process.env['FUZZ_FACTOR'] ?? 1);

/** A file as a reader gets it who goes on from part to part. */
function readInParts(file: Buffer, lengths: readonly number[]): Buffer {
  const parts: Buffer[] = [];
  for (let offset = 0, index = 0; offset < file.length; index += 1) {
    const to = Math.min(file.length, offset + (lengths[index % lengths.length] ?? 1));
    const [begin, end] = [Math.max(0, offset - redactor.longestBytes), to + redactor.longestBytes];
    parts.push(redactor.redactPart(file.subarray(begin, end), offset - begin, to - begin));
    offset = to;
  }
  return Buffer.concat(parts);
}

describe('a part of a file', () => {
  it('shows, with the others, what the whole would, wherever it begins and ends (secret.unlogged)', () => {
    const between = fc.string({ maxLength: 30, unit: fc.constantFrom('§', 'x', '\n', ' ') });
    const occurrence = fc.tuple(between, fc.constantFrom(...encoders));
    const lengths = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.array(occurrence, { maxLength: 4 }), between, lengths, (occurrences, last, cuts) => {
        const file = Buffer.concat([
          ...occurrences.flatMap(([before, { encode }]) => [Buffer.from(`${before}|`), encode(value)]),
          Buffer.from(`|${last}`),
        ]);
        assert.ok(readInParts(file, cuts).equals(redactor.redactBytes(file)));
      }),
      { numRuns: Math.ceil(500 * factor) },
    );
  });

  it('masks a secret where it begins, and leaves the rest of it out of the parts behind', () => {
    const file = Buffer.from(`a ${value} b`);
    const show = (from: number, to: number): string => redactor.redactPart(file, from, to).toString();
    assert.deepEqual([show(0, 2), show(0, 3), show(3, 9), show(9, 25)], ['a ', 'a [secret KEY]', '', ' b']);
  });
});

describe('a stream that was cut off', () => {
  const cutAfter = (text: string): string => {
    const stream = redactor.openStream();
    return Buffer.concat([stream.push(Buffer.from(text)), stream.cut()]).toString();
  };

  it('leaves out what may be half a secret, in any encoding, however it was told before', () => {
    for (const { name, encode } of encoders) {
      const encoded = encode(value);
      for (let length = 8; length < encoded.length; length += 1) {
        const stream = redactor.openStream();
        const half = encoded.subarray(0, length);
        const shown = Buffer.concat([stream.push(Buffer.from('> ')), stream.push(half), stream.cut()]);
        // What is whole after all, such as one byte less of a closing character, is masked.
        const isSafe = shown.length < 2 + 8 || shown.includes('[secret');
        assert.ok(isSafe, `${name}, ${length} bytes: ${shown.toString('latin1')}`);
      }
    }
  });

  it('shows everything else', () => {
    for (const text of ['', 'all of it', 'a correct', 'correct horses', `> ${value}`])
      assert.equal(cutAfter(text), text === 'a correct' ? text : redactor.redactText(text));
    assert.equal(cutAfter('> correct horse'), '> ');
    assert.equal(cutAfter(`${value}${value.slice(0, 12)}`), '[secret KEY]');
  });

  it('begins anew', () => {
    const stream = redactor.openStream();
    stream.push(Buffer.from('correct horse b'));
    stream.cut();
    assert.equal(stream.push(Buffer.from('attery.')).toString(), 'attery.');
  });
});
