// secret.unseen: wherever a stream is cut, the same comes out of it.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseSecretName } from '../../core/names.js';
import { type KnownPlaceholder, type Misuse, PlaceholderStream } from './placeholder-stream.js';
import { beginsAsPlaceholder, hidesPlaceholder, makePlaceholder } from './placeholder-text.js';

const [one, two, third] = ['A', 'A_B', 'C'].map((name) => makePlaceholder(parseSecretName(name)));
const placeholders = { one: one ?? '', two: two ?? '', third: third ?? '' };
const known: readonly KnownPlaceholder[] = [
  { text: placeholders.one, answer: () => ({ kind: 'swap', bytes: Buffer.from('<1>') }) },
  { text: placeholders.two, answer: () => ({ kind: 'swap', bytes: Buffer.from(placeholders.one) }) },
  { text: placeholders.third, answer: () => ({ kind: 'refuse', why: 'not here', hint: 'elsewhere' }) },
];
const foreign = makePlaceholder(parseSecretName('A'));

function run(pieces: readonly string[]): { text: string; misuses: readonly Misuse[] } {
  const misuses: Misuse[] = [];
  const stream = new PlaceholderStream(known, (misuse) => misuses.push(misuse));
  const parts = pieces.map((piece) => stream.push(Buffer.from(piece)));
  return { text: Buffer.concat([...parts, stream.end()]).toString(), misuses };
}

const words = fc.constantFrom(
  placeholders.one,
  placeholders.two,
  'PYMCP_SECRET_',
  'PYMCP_',
  'PPYMCP_SECRET',
  'PYMCP_SECRET_A_',
  'é',
  ' ',
  'x',
  '_',
);

describe('placeholders in a stream (secret.unseen)', () => {
  it('are swapped once, wherever it is cut', () => {
    fc.assert(
      fc.property(
        fc.array(words, { maxLength: 12 }),
        fc.array(fc.nat(200), { maxLength: 8 }),
        (text, cuts) => {
          // What follows a beginning at once may make a placeholder of it; that is for the next test.
          const whole = text.join('|');
          const expected = text
            .map((word) =>
              word === placeholders.one ? '<1>' : word === placeholders.two ? placeholders.one : word,
            )
            .join('|');
          const places = [0, ...cuts.filter((cut) => cut < whole.length).sort((a, b) => a - b), whole.length];
          const pieces = places.slice(1).map((place, index) => whole.slice(places[index], place));
          assert.deepEqual(run(pieces), { text: expected, misuses: [] });
        },
      ),
      { numRuns: 500 },
    );
  });

  it('end it where they may not be, and nothing comes out from there on', () => {
    for (const wrong of [placeholders.third, foreign])
      for (let size = 1; size < 130; size += 3) {
        const whole = `before ${placeholders.one} ${wrong} behind ${placeholders.one} ${wrong}`;
        const pieces = whole.match(new RegExp(`.{1,${size}}`, 'g')) ?? [];
        const { text, misuses } = run(pieces);
        assert.equal(misuses.length, 1);
        assert.ok('before <1> '.startsWith(text), text);
      }
  });

  it('hold back what may be the beginning of one and nothing else', () => {
    const stream = new PlaceholderStream(known, () => undefined);
    assert.equal(stream.push(Buffer.from('abc')).toString(), 'abc');
    assert.equal(stream.push(Buffer.from('abc PYM')).toString(), 'abc ');
    assert.equal(stream.push(Buffer.from('x')).toString(), 'PYMx');
    assert.equal(stream.push(Buffer.from('PYMCP_SECRET_A')).toString(), '');
    assert.equal(stream.push(Buffer.from(' ')).toString(), 'PYMCP_SECRET_A ');
    const endless = stream.push(Buffer.from(`PYMCP_SECRET_${'_'.repeat(500)}`)).toString();
    assert.ok(endless.length > 500 - 110, 'a word without an end is no placeholder');
  });

  it('are known in other spellings', () => {
    for (const text of [
      foreign,
      foreign.toLowerCase(),
      foreign.replace('P', '%50'),
      foreign.replace('P', '%2550'),
      `x${foreign}y`,
    ])
      assert.ok(hidesPlaceholder(text), text);
    for (const text of ['PYMCP_SECRET_', 'PYMCP_SECRET_A', '%', '%zz', foreign.slice(1)])
      assert.ok(!hidesPlaceholder(text), text);
    assert.ok(beginsAsPlaceholder(`${foreign}abc`) && !beginsAsPlaceholder(` ${foreign}`));
  });
});
