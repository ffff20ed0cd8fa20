// secret.unlogged: tokens and their files, and the redactor at every place where a stream can be cut.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseSecretName, parseTokenName } from '../../../src/core/names.js';
import { compileRedactor } from '../../../src/secrets/redact/compile-redactor.js';
import { encoders } from '../../../src/secrets/redact/encoders.test-support.js';
import { parseToken, renderToken, type StoredToken } from '../../../src/tokens/token-record.js';
import { hashSecret, makeToken, parseTokenText, toText } from '../../../src/tokens/token-text.js';
import { fuzzTarget, type FuzzTarget } from '../fuzz-target.js';
import { mutatedJson, mutatedText } from '../mutations.js';

const stored: fc.Arbitrary<StoredToken> = fc
  .record({ createdMs: fc.nat(), lifeMs: fc.nat(), scopes: fc.subarray(['python', 'all', 'metrics'] as const, { minLength: 1 }) })
  .map(({ createdMs, lifeMs, scopes }) => {
    const { id, secret } = makeToken(parseTokenName('laptop'));
    return { token: { id, name: 'laptop', scopes, createdMs, expiresMs: createdMs + lifeMs }, hash: hashSecret(secret) };
  });

const secret = fc
  .oneof(
    fc.string({ minLength: 8, maxLength: 14, unit: 'grapheme-ascii' }),
    fc.string({ minLength: 8, maxLength: 12, unit: fc.constantFrom('é', 'ß', '\n', 'x', '€', '😀', '"', '\\', '/', '+') }),
    fc.string({ minLength: 8, maxLength: 14, unit: fc.constantFrom('a', 'b') }),
  )
  .filter((value) => value === value.trim() && Array.from(value).length >= 8);
/** Stands in no encoding, and changes none that it stands beside. */
const inert = fc.string({ maxLength: 8, unit: fc.constantFrom('§', '¶', '‖') });
const text = fc.string({ maxLength: 12, unit: fc.constantFrom(...Array.from('aA0+/=\\%&#;xu \n"[]é')) });

const name = parseSecretName('KEY');

function assertSameHowever(value: string, bytes: Buffer): string {
  const redactor = compileRedactor([{ name, value }]);
  const whole = redactor.redactBytes(bytes);
  for (let cut = 0; cut <= bytes.length; cut += 1) {
    const stream = redactor.openStream();
    const parts = [stream.push(bytes.subarray(0, cut)), stream.push(bytes.subarray(cut)), stream.end()];
    assert.ok(Buffer.concat(parts).equals(whole), `cut at ${cut}`);
  }
  return whole.toString();
}

export const secretTargets: readonly FuzzTarget[] = [
  fuzzTarget(
    {
      name: 'tokens as text',
      inputs: 600,
      ways: ['taken', 'refused'],
      arbitrary: fc.oneof(fc.constant(null), mutatedText(fc.constant(`pymcp_abcdef0123_${'aZ9-_'.repeat(8)}abc`))),
    },
    (presented) => {
      const own = toText(makeToken(parseTokenName('laptop')));
      const parsed = parseTokenText(presented ?? own);
      if (parsed === null) return 'refused';
      assert.equal(toText(parsed), presented ?? own);
      assert.match(parsed.id, /^[0-9a-z]{10}$/);
      return 'taken';
    },
  ),
  fuzzTarget(
    {
      name: 'files of tokens',
      inputs: 400,
      ways: ['taken', 'refused'],
      arbitrary: stored.chain((one) => {
        const file = renderToken(one);
        const changed = mutatedJson(fc.constant(JSON.parse(file) as unknown)).map((value) => JSON.stringify(value) ?? '');
        return fc.tuple(fc.constant(one), fc.oneof(fc.constant(file), mutatedText(fc.constant(file)), changed));
      }),
    },
    ([one, file]) => {
      assert.deepEqual(parseToken(renderToken(one)), one);
      const parsed = parseToken(file);
      if (parsed === null) return 'refused';
      assert.deepEqual(parseToken(renderToken(parsed)), parsed, 'what was taken is written otherwise');
      assert.equal(parsed.hash.length, 32);
      assert.ok(parsed.token.scopes.every((scope) => ['python', 'all', 'metrics'].includes(scope)));
      return 'taken';
    },
  ),
  fuzzTarget(
    {
      name: 'redactor, each encoding cut everywhere',
      inputs: 120,
      ways: encoders.map((encoder) => encoder.name),
      arbitrary: fc.tuple(secret, inert, inert, fc.constantFrom(...encoders)),
    },
    ([value, before, after, encoder]) => {
      const mask = compileRedactor([{ name, value }]).redactText(value);
      const bytes = Buffer.concat([Buffer.from(before), encoder.encode(value), Buffer.from(after)]);
      assert.equal(assertSameHowever(value, bytes), before + mask + after, encoder.name);
      return encoder.name;
    },
  ),
  fuzzTarget(
    { name: 'redactor, any text cut everywhere', inputs: 120, ways: ['masked'], arbitrary: fc.tuple(secret, text, text) },
    ([value, before, after]) => {
      const redacted = assertSameHowever(value, Buffer.from(before + value + after));
      assert.ok(!redacted.includes(value), 'the secret is still there');
      return 'masked';
    },
  ),
];
