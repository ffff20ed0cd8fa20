// secret.unlogged: each secret is looked for in order, nobody is asked for what is already there, and why somebody did not answer is said.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { declareSecrets, type DeclaredSecret } from './declared-secret.js';
import { parseEnvText } from './env-file/env-entry.js';
import { type Places, type SurveyedSecret, surveySecret } from './survey-secrets.js';

const declare = (name: string): DeclaredSecret => {
  const settings = new Map([
    ['OTHER', { reference: ['printer'] }],
    ['GH_PAT', { reference: 'op://v/i/f' }],
  ]);
  const found = declareSecrets([], settings).find((one) => one.name === name);
  assert.ok(found !== undefined);
  return found;
};

async function survey(
  name: string,
  has: { env?: string; file?: string; keyring?: string; gh?: string; reference?: string },
): Promise<SurveyedSecret & { readonly asked: readonly string[] }> {
  const asked: string[] = [];
  const ask = (what: string, value: string | undefined) => {
    asked.push(what);
    return Promise.resolve(
      value === undefined
        ? ({ kind: 'none', why: `${what} has none` } as const)
        : ({ kind: 'value', value } as const),
    );
  };
  const places: Places = {
    environment: has.env === undefined ? {} : { [name]: has.env },
    file: has.file === undefined ? null : { entries: parseEnvText(`${name}=${has.file}\n`), isPrivate: true },
    keyring: () => {
      asked.push('keyring');
      return Promise.resolve(
        has.keyring === undefined ? { kind: 'none' } : { kind: 'found', value: has.keyring },
      );
    },
    gh: () => ask('gh', has.gh),
    reference: () => ask('reference', has.reference),
  };
  return { ...(await surveySecret(declare(name), places)), asked };
}

describe('a secret', () => {
  it('is taken from the first place that has a real one', async () => {
    const all = { env: 'real-1', file: 'real-2', keyring: 'real-3', gh: 'real-4', reference: 'real-5' };
    const order = ['env', 'file', 'keyring', 'gh', 'reference'] as const;
    const names = ['environment', '.env', 'keyring', 'gh', 'reference'];
    for (const [index, place] of order.entries()) {
      const less = Object.fromEntries(order.slice(index).map((one) => [one, all[one]]));
      const found = await survey('GH_PAT', less);
      assert.deepEqual([found.state, found.where, found.value], ['real', names[index], all[place]]);
      assert.deepEqual(found.asked, ['keyring', 'gh', 'reference'].slice(0, Math.max(0, index - 1)));
    }
  });

  it('is looked for further where there is a placeholder', async () => {
    const found = await survey('OTHER', { env: 'CHANGEME', file: '', reference: 'real' });
    assert.deepEqual(
      [found.state, found.where, found.value, found.inFile],
      ['real', 'reference', 'real', 'placeholder'],
    );
    assert.deepEqual(found.asked, ['keyring', 'reference']);
  });

  it('is a placeholder, or missing, where there is nothing better, and says who was asked in vain', async () => {
    const held = await survey('GH_PAT', { file: 'PLACEHOLDER', keyring: 'todo' });
    assert.deepEqual([held.state, held.where, held.value], ['placeholder', '.env', null]);
    const missing = await survey('GH_PAT', {});
    assert.deepEqual([missing.state, missing.where, missing.inFile], ['missing', null, null]);
    assert.deepEqual(missing.notes, ['gh has none', 'reference has none']);
  });

  it('is where an op:// address in its place says', async () => {
    const found = await survey('OTHER', { file: 'op://vault/item/field', reference: 'real' });
    assert.deepEqual(
      [found.state, found.where, found.value, found.inFile],
      ['real', '.env', 'real', 'reference'],
    );
  });

  it('is not found where every object has something of its name', async () => {
    const places: Places = {
      environment: {}, file: null,
      keyring: () => Promise.resolve({ kind: 'none' }), gh: () => Promise.reject(new Error()), reference: () => Promise.reject(new Error()),
    }; // prettier-ignore
    const secret = { ...declare('OTHER'), name: 'constructor' as DeclaredSecret['name'], reference: null };
    assert.equal((await surveySecret(secret, places)).state, 'missing');
  });
});

describe('what is declared', () => {
  it('is required where an enabled service needs it, or the configuration says so', () => {
    const required = (
      services: readonly string[],
      more: Parameters<typeof declareSecrets>[1],
    ): readonly string[] =>
      declareSecrets(services, more)
        .filter(({ isRequired }) => isRequired)
        .map(({ name }) => name);
    assert.deepEqual(required(['python'], new Map()), []);
    assert.deepEqual(required(['python', 'github'], new Map()), ['GH_PAT']);
    assert.deepEqual(
      required(
        ['github'],
        new Map([
          ['GH_PAT', { required: false }],
          ['X', { required: true }],
        ]),
      ),
      ['X'],
    );
  });
});
