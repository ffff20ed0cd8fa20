// secret.unlogged: whatever the secret, the encoding, what stands around it and where the stream is cut. `npm run fuzz` tries many more.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseSecretName } from '../../core/names.js';
import { type CompiledRedactor, compileRedactor } from './compile-redactor.js';
import { base64Ways, encoders } from './encoders.test-support.js';

/** The time that all cuts take grows with its square. */
const longest = 14;
const name = parseSecretName('KEY');
const compile = (...values: readonly string[]): CompiledRedactor =>
  compileRedactor(values.map((value) => ({ name, value })));

const inner = fc.oneof(
  fc.string({ minLength: 8, maxLength: longest, unit: 'grapheme-ascii' }),
  fc.string({ minLength: 8, maxLength: longest, unit: fc.constantFrom(...Array.from('abAB01+/=-_')) }),
  fc.string({ minLength: 8, maxLength: 12, unit: 'binary' }),
  fc.string({
    minLength: 8,
    maxLength: 12,
    unit: fc.constantFrom('é', 'ß', 'ñ', '\n', 'x', '€', '😀', '"', '\\'),
  }),
  fc.string({ minLength: 8, maxLength: longest, unit: fc.constantFrom('a', 'b') }),
);
const secret = inner.filter(
  (value) => value === value.trim() && Array.from(value).length >= 8 && value.isWellFormed(),
);
/** What is in no encoding and changes none that it stands beside. */
const inertText = fc.string({ maxLength: 12, unit: fc.constantFrom('§', '¶', '‖') });
const anyText = fc.string({ maxLength: 12, unit: fc.constantFrom(...Array.from('aA0+/=\\%&#;xu \n"[]é')) });

function inParts(redactor: CompiledRedactor, parts: readonly Buffer[]): Buffer {
  const stream = redactor.openStream();
  return Buffer.concat([...parts.map((part) => Buffer.from(stream.push(part))), stream.end()]);
}

/** The same, wherever it is cut. */
function redactHowever(redactor: CompiledRedactor, bytes: Buffer): Buffer {
  const whole = redactor.redactBytes(bytes);
  for (let cut = 0; cut <= bytes.length; cut += 1) {
    const parts = [bytes.subarray(0, cut), bytes.subarray(cut)];
    assert.ok(inParts(redactor, parts).equals(whole), `cut at ${cut}`);
  }
  const single = Array.from({ length: bytes.length }, (_, index) => bytes.subarray(index, index + 1));
  assert.ok(inParts(redactor, single).equals(whole), 'byte by byte');
  return whole;
}

describe('a redactor', () => {
  it('masks a secret in every encoding, wherever the stream is cut, and nothing else (secret.unlogged)', () => {
    fc.assert(
      fc.property(secret, inertText, inertText, (value, before, after) => {
        const redactor = compile(value);
        const mask = redactor.redactText(value);
        for (const { name: way, encode } of encoders) {
          const bytes = Buffer.concat([Buffer.from(before), encode(value), Buffer.from(after)]);
          assert.equal(redactHowever(redactor, bytes).toString(), before + mask + after, way);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('masks a secret within base64, with every character that has a bit of it', () => {
    const around = fc.uint8Array({ maxLength: 8 });
    fc.assert(
      fc.property(secret, around, around, (value, before, after) => {
        const redactor = compile(value);
        const mask = redactor.redactText(value);
        const bytes = Buffer.concat([before, Buffer.from(value), after]);
        const from = Math.floor((8 * before.length) / 6);
        const until = Math.ceil((8 * (before.length + Buffer.byteLength(value))) / 6);
        for (const { name: way, write } of base64Ways) {
          const plain = bytes.toString('base64');
          const redacted = redactHowever(redactor, Buffer.from(write(bytes))).toString();
          assert.ok(redacted.includes(mask), `${way} of ${JSON.stringify(value)}`);
          if (way !== 'base64') continue;
          assert.equal(redacted, plain.slice(0, from) + mask + plain.slice(until), way);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('lets no encoded secret through between others, and changes nothing when it is asked again', () => {
    const part = fc.record({
      which: fc.nat(1),
      encoder: fc.constantFrom(...encoders),
      before: anyText,
    });
    fc.assert(
      fc.property(secret, secret, fc.array(part, { minLength: 1, maxLength: 4 }), (one, other, parts) => {
        const redactor = compile(one, other);
        const encoded = parts.map(({ which, encoder }) => encoder.encode(which === 0 ? one : other));
        const bytes = Buffer.concat(
          parts.flatMap(({ before }, index) => [Buffer.from(before), encoded[index] ?? Buffer.alloc(0)]),
        );
        const redacted = redactHowever(redactor, bytes);
        for (const [index, occurrence] of encoded.entries())
          assert.ok(!redacted.includes(occurrence), parts[index]?.encoder.name);
        assert.ok(redactor.redactBytes(redacted).equals(redacted), 'redacted again');
      }),
      { numRuns: 400 },
    );
  });

  it('changes no byte of what has no secret', () => {
    const redactor = compile('correct horse battery', 'ghp_0123456789abcdefABCDEF', 'päßwörter');
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 8 }), (chunks) => {
        const parts = chunks.map((chunk) => Buffer.from(chunk));
        assert.ok(inParts(redactor, parts).equals(Buffer.concat(parts)));
      }),
      { numRuns: 5000 },
    );
  });

  it('holds back what may be the beginning of a secret, and nothing else', () => {
    const stream = compile('correct horse').openStream();
    const said = ['> ', 'correct', ' ho', 'ney\n', 'corre', 'ct horse', '!'].map((part) =>
      stream.push(Buffer.from(part)).toString(),
    );
    assert.deepEqual(said, ['> ', '', '', 'correct honey\n', '', '', '[secret KEY]!']);
    assert.equal(stream.end().toString(), '');
  });

  it('says the rest at the end, and then begins anew', () => {
    const stream = compile('correct horse').openStream();
    assert.equal(stream.push(Buffer.from('correct hors')).toString(), '');
    assert.equal(stream.end().toString(), 'correct hors');
    assert.equal(stream.push(Buffer.from('e.')).toString(), 'e.');
  });

  it('keeps no more of an endless secret than is needed', () => {
    const stream = compile('a'.repeat(16)).openStream();
    const most = Buffer.alloc(65_536, 'a');
    for (let count = 0; count < 3; count += 1) assert.equal(stream.push(most).length, 0);
    assert.equal(stream.push(Buffer.from('.')).toString(), '[secret KEY].');
  });
});
