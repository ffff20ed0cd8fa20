import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseSecretNames } from '../core/secret-names.js';
import { parseSecrets } from './file-secrets.js';
import { readKnownSecrets } from './known-secrets.js';
import { variableSecrets } from './variable-secrets.js';

const found = (text: string): (readonly [string, string])[] =>
  parseSecrets(text).map(({ name, value }) => [name, value]);

describe('secrets of variables', () => {
  it('are the values of those that are set', async () => {
    const names = parseSecretNames('GH_PAT, ANTHROPIC_API_KEY ,OWN,EMPTY,');
    const { secrets, warnings } = await readKnownSecrets([
      variableSecrets(names, { GH_PAT: 'one', OWN: 'two', EMPTY: '', OTHER: 'three' }),
      variableSecrets([], { GH_PAT: 'one' }),
    ]);
    assert.deepEqual(secrets, [
      { name: 'GH_PAT', value: 'one' },
      { name: 'OWN', value: 'two' },
    ]);
    assert.deepEqual(warnings, ['there is nothing to mask in the variable EMPTY: it is not set']);
  });

  it('are named by names, and an error does not repeat what is none: it may be the secret', () => {
    assert.deepEqual(parseSecretNames(''), []);
    for (const text of ['ghp-0123', 'A,b c', 'toString', 'x'.repeat(65)])
      assert.throws(
        () => parseSecretNames(text),
        (error: Error) =>
          !error.message.includes(text.slice(0, 4)) || assert.fail(`${error.message} repeats ${text}`),
      );
  });
});

describe('secrets of a file', () => {
  it('are what each line means and, where that can be read in two ways, both', () => {
    assert.deepEqual(found('A=plain\r\nexport B = "quoted # one"\n# C=no\nD=\nE=one#two\n  F=\'a b\' # x'), [
      ['A', 'plain'],
      ['B', 'quoted # one'],
      ['E', 'one'],
      ['F', 'a b'],
      ['E', 'one#two'],
    ]);
  });

  it('may have several lines, and names that masks cannot have', () => {
    assert.deepEqual(found('KEY="-----BEGIN\nabc\n-----END"\nmy.key-1=value\nconstructor=other'), [
      ['KEY', '-----BEGIN\nabc\n-----END'],
      ['my_key_1', 'value'],
      ['constructor_', 'other'],
    ]);
  });

  it('that stand in it twice are one', () => {
    assert.deepEqual(found('A=same\nB=same'), [['A', 'same']]);
  });
});
