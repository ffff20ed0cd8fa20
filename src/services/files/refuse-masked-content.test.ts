import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseSecretName } from '../../core/names.js';
import { compileRedactor } from '../../secrets/redact/compile-redactor.js';
import { refuseMaskedContent } from './refuse-masked-content.js';

const value = 'pk_0123456789abcdefghij';
const redactor = compileRedactor([{ name: parseSecretName('GH_PAT'), value }]);
const before = Buffer.from(`key = ${value}\n`);

describe('refuseMaskedContent', () => {
  it('refuses a mask where its secret stands', () => {
    assert.throws(() => {
      refuseMaskedContent(redactor, before, 'key = [secret GH_PAT]\n');
    }, /would replace the secret/);
  });

  it('takes everything else: the secret itself, other words, masks where there is no secret', () => {
    refuseMaskedContent(redactor, before, before.toString());
    refuseMaskedContent(redactor, before, 'no secret here');
    refuseMaskedContent(redactor, Buffer.from('[secret GH_PAT]'), '[secret GH_PAT] twice');
  });
});
