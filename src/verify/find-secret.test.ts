import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findSecret } from './find-secret.js';

const secret = 'canary-0123456789abcdef';
const bytes = Buffer.from(secret);
const hex = bytes.toString('hex');

/** Encoding → texts in which it stands. */
const carriers: Readonly<Record<string, readonly string[]>> = {
  plain: [`before ${secret} after`, secret.toUpperCase()],
  reversed: [Array.from(secret).reverse().join('')],
  hex: [`x${hex}y`, hex.toUpperCase(), hex.replace(/..(?!$)/g, '$& '), hex.replace(/..(?!$)/g, '$&:')],
  base64: ['', 'x', 'xy', 'xyz'].flatMap((before) => [
    Buffer.from(`${before}${secret}`).toString('base64'),
    Buffer.from(`${before}${secret}tail`).toString('base64'),
    Buffer.from(`${before}${secret}`).toString('base64url'),
  ]),
  URL: [hex.replace(/../g, '%$&')],
  escapes: [
    hex.replace(/../g, '\\u00$&'),
    hex.replace(/../g, '\\x$&'),
    hex.replace(/../g, '&#x$&;'),
    [...bytes].map((byte) => `&#${byte};`).join(''),
  ],
  numbers: [`[${[...bytes].join(', ')}]`],
  'UTF-16': [Buffer.from(secret, 'utf16le').toString('latin1')],
};

describe('a secret in what came out', () => {
  for (const [encoding, texts] of Object.entries(carriers)) {
    it(`is found: ${encoding}`, () => {
      for (const text of texts) assert.ok(findSecret(secret, ['', text]).includes(encoding), text);
    });
  }

  it('is not found where it is not', () => {
    assert.deepEqual(findSecret(secret, ['canary-', '0123456789abcde', hex.slice(2), '']), []);
    assert.deepEqual(findSecret(secret, [Buffer.from('another text').toString('base64')]), []);
  });
});
