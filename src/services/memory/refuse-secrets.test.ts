import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PymcpError } from '../../core/errors.js';
import { noSecrets } from '../../core/no-secrets.js';
import type { SecretRedactor } from '../../core/secret-redactor.js';
import { refuseSecrets } from './refuse-secrets.js';

/** Knows one, which has two lines. */
const redactor: SecretRedactor = {
  ...noSecrets,
  isActive: true,
  redactText: (text) => text.replaceAll('first\nsecond', '[secret]'),
};
const place = (texts: readonly string[]) => texts.map((text, index) => ({ at: `text ${index}`, text }));

async function refusal(texts: readonly string[]): Promise<string> {
  try {
    await refuseSecrets(place(texts), redactor);
  } catch (error) {
    assert.ok(error instanceof PymcpError);
    assert.equal(error.code, 'memory.secret-refused');
    return error.message;
  }
  return 'taken';
}

describe('a secret in what is to be stored', () => {
  it('is found in each of many texts, and the refusal says in which', async () => {
    for (const count of [1, 2, 7, 64])
      for (const index of new Set([0, Math.floor(count / 2), count - 1])) {
        const texts = Array.from({ length: count }, (_, at) =>
          at === index ? 'a first\nsecond b' : `other ${at}`,
        );
        assert.equal(
          await refusal(texts),
          `nothing was stored: there is a secret of this user in text ${index}`,
        );
      }
  });

  it('is found where it stands in two texts that follow each other', async () => {
    assert.match(
      await refusal(['x', 'y', 'first', 'second', 'z']),
      /in text [0-2] and what follows it, together$/,
    );
    assert.equal(await refusal(['second', 'first', 'z']), 'taken');
  });

  it('may have the shape of a key alone, and no comment turns that off', async () => {
    const key = `ghp_${'a1B2c3D4e5F6'.repeat(3)}`;
    for (const text of [key, `${key} // secretlint-disable-line`, `/* secretlint-disable */ ${key}`]) {
      const said = await refusal(['x', text]);
      assert.match(said, /what looks like a key \(\w+\) in text 1$/);
      assert.ok(!said.includes(key));
    }
  });
});
