// secret.unlogged: the redactor, whatever the secret, its encoding and what stands around it, cut at every place.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseSecretName } from '../../../src/core/names.js';
import { type CompiledRedactor, compileRedactor } from '../../../src/secrets/redact/compile-redactor.js';
import { base64Ways, encoders } from '../../../src/secrets/redact/encoders.test-support.js';
import { fuzzTarget, type FuzzTarget } from '../fuzz-target.js';
import { cutBytes, cuts } from '../mutations.js';

const secret = fc
  .oneof(
    fc.string({ minLength: 8, maxLength: 40, unit: 'grapheme-ascii' }),
    fc.string({ minLength: 8, maxLength: 40, unit: fc.constantFrom(...Array.from('abAB01+/=-_')) }),
    fc.string({
      minLength: 8,
      maxLength: 12,
      unit: fc.constantFrom('é', 'ß', '\n', 'x', '€', '😀', '"', '\\', '/', '+'),
    }),
    fc.string({ minLength: 8, maxLength: 12, unit: 'binary' }),
    fc.string({ minLength: 8, maxLength: 24, unit: fc.constantFrom('a', 'b') }),
  )
  .filter((value) => value === value.trim() && value.isWellFormed() && Array.from(value).length >= 8);
/** Stands in no encoding, and changes none that it stands beside. */
const inert = fc.string({ maxLength: 8, unit: fc.constantFrom('§', '¶', '‖') });
const text = fc.string({ maxLength: 12, unit: fc.constantFrom(...Array.from('aA0+/=\\%&#;xu \n"[]é')) });

const name = parseSecretName('KEY');
const compile = (...values: readonly string[]): CompiledRedactor =>
  compileRedactor(values.map((value) => ({ name, value })));

/** The same, whether it comes at once or in two parts, cut anywhere, or in many. */
function redactHowever(redactor: CompiledRedactor, bytes: Buffer, places: readonly number[]): Buffer {
  const whole = redactor.redactBytes(bytes);
  for (let cut = 0; cut <= bytes.length; cut += 1)
    assert.ok(
      inParts(redactor, [bytes.subarray(0, cut), bytes.subarray(cut)]).equals(whole),
      `cut at ${cut}`,
    );
  assert.ok(inParts(redactor, cutBytes(bytes, places)).equals(whole), `cut at ${places.join(', ')}`);
  return whole;
}

function inParts(redactor: CompiledRedactor, parts: readonly Buffer[]): Buffer {
  const stream = redactor.openStream();
  return Buffer.concat([...parts.map((part) => Buffer.from(stream.push(part))), stream.end()]);
}

const threeSecrets = compile('correct horse battery', 'ghp_0123456789abcdefABCDEF', 'päßwörter');
const around = fc.uint8Array({ maxLength: 8 });
const occurrence = fc.record({
  which: fc.nat({ max: 1 }),
  encoder: fc.constantFrom(...encoders),
  before: text,
});

export const redactionTargets: readonly FuzzTarget[] = [
  fuzzTarget(
    {
      name: 'redactor, each encoding cut everywhere',
      inputs: 20,
      ways: encoders.map((encoder) => encoder.name),
      arbitrary: fc.tuple(secret, inert, inert, fc.constantFrom(...encoders), cuts),
    },
    ([value, before, after, encoder, places]) => {
      const redactor = compile(value);
      const bytes = Buffer.concat([Buffer.from(before), encoder.encode(value), Buffer.from(after)]);
      const redacted = redactHowever(redactor, bytes, places).toString();
      assert.equal(redacted, before + redactor.redactText(value) + after, encoder.name);
      return encoder.name;
    },
  ),
  fuzzTarget(
    {
      name: 'redactor, within base64 cut everywhere',
      inputs: 15,
      ways: base64Ways.map((way) => way.name),
      arbitrary: fc.tuple(secret, around, around, fc.constantFrom(...base64Ways), cuts),
    },
    ([value, before, after, way, places]) => {
      const redactor = compile(value);
      const bytes = Buffer.concat([before, Buffer.from(value), after]);
      const redacted = redactHowever(redactor, Buffer.from(way.write(bytes)), places).toString();
      assert.ok(redacted.includes(redactor.redactText(value)), way.name);
      return way.name;
    },
  ),
  fuzzTarget(
    {
      name: 'redactor, two secrets among texts cut everywhere',
      inputs: 15,
      ways: ['masked'],
      arbitrary: fc.tuple(secret, secret, fc.array(occurrence, { minLength: 1, maxLength: 3 }), cuts),
    },
    ([one, other, parts, places]) => {
      const redactor = compile(one, other);
      const encoded = parts.map(({ which, encoder }) => encoder.encode(which === 0 ? one : other));
      const bytes = Buffer.concat(
        encoded.flatMap((part, index) => [Buffer.from(parts[index]?.before ?? ''), part]),
      );
      const redacted = redactHowever(redactor, bytes, places);
      for (const [index, part] of encoded.entries())
        assert.ok(!redacted.includes(part), parts[index]?.encoder.name);
      assert.ok(redactor.redactBytes(redacted).equals(redacted), 'redacted again');
      return 'masked';
    },
  ),
  fuzzTarget(
    {
      name: 'redactor, what has no secret',
      inputs: 200,
      ways: ['unchanged'],
      arbitrary: fc.tuple(
        fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
        cuts,
      ),
    },
    ([bytes, places]) => {
      assert.ok(inParts(threeSecrets, cutBytes(bytes, places)).equals(bytes));
      return 'unchanged';
    },
  ),
];
