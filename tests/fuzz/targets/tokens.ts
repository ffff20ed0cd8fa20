// Tokens as clients have them, and the files in which their hashes are kept.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseTokenName } from '../../../src/core/names.js';
import { parseToken, renderToken, type StoredToken } from '../../../src/tokens/token-record.js';
import { hashSecret, makeToken, parseTokenText, toText } from '../../../src/tokens/token-text.js';
import { fuzzTarget, type FuzzTarget } from '../fuzz-target.js';
import { mutatedJson, mutatedText } from '../mutations.js';

const stored: fc.Arbitrary<StoredToken> = fc
  .record({
    createdMs: fc.nat(),
    lifeMs: fc.nat(),
    scopes: fc.subarray(['python', 'all', 'metrics'] as const, { minLength: 1 }),
  })
  .map(({ createdMs, lifeMs, scopes }) => {
    const { id, secret } = makeToken(parseTokenName('laptop'));
    return {
      token: { id, name: 'laptop', scopes, createdMs, expiresMs: createdMs + lifeMs },
      hash: hashSecret(secret),
    };
  });

export const tokenTargets: readonly FuzzTarget[] = [
  fuzzTarget(
    {
      name: 'tokens as text',
      inputs: 600,
      ways: ['taken', 'refused'],
      arbitrary: fc.oneof(
        fc.constant(null),
        mutatedText(fc.constant(`pymcp_abcdef0123_${'aZ9-_'.repeat(8)}abc`)),
      ),
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
        const changed = mutatedJson(fc.constant(JSON.parse(file) as unknown)).map((value) =>
          JSON.stringify(value),
        );
        return fc.tuple(
          fc.constant(one),
          fc.oneof(fc.constant(file), mutatedText(fc.constant(file)), changed),
        );
      }),
    },
    ([one, file]) => {
      assert.deepEqual(parseToken(renderToken(one)), one);
      const parsed = parseToken(file);
      if (parsed === null) return 'refused';
      assert.deepEqual(JSON.parse(renderToken(parsed)), JSON.parse(file), 'it is not in its one form');
      assert.equal(parsed.hash.length, 32);
      assert.ok(parsed.token.scopes.every((scope) => ['python', 'all', 'metrics'].includes(scope)));
      return 'taken';
    },
  ),
];
