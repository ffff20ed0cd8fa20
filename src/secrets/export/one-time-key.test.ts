import assert from 'node:assert/strict';
import {
  createCipheriv,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  randomBytes,
} from 'node:crypto';
import { describe, it } from 'node:test';
import { type ExportBinding, OneTimeKey } from './one-time-key.js';

const binding: ExportBinding = { repository: 'octo/hello', nonce: '0'.repeat(32), names: ['A', 'B'] };
const spki = Buffer.from('302a300506032b656e032100', 'hex');

/** As the script of the workflow does, which tests/secrets/export runs. */
function seal(key: OneTimeKey, text: string, { repository, nonce, names }: ExportBinding = binding): string {
  const theirs = Buffer.from(key.text, 'base64');
  const publicKey = createPublicKey({ key: Buffer.concat([spki, theirs]), format: 'der', type: 'spki' });
  const own = generateKeyPairSync('x25519');
  const point = own.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
  const shared = diffieHellman({ privateKey: own.privateKey, publicKey });
  const bound = Buffer.from(JSON.stringify(['pymcp-export-1', repository, nonce, names]));
  const secret = Buffer.from(hkdfSync('sha256', shared, Buffer.concat([point, theirs]), bound, 32));
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', secret, iv).setAAD(bound);
  const sealed = Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()]);
  const parts = Object.entries({ point, iv, sealed }).map(([name, bytes]) => [
    name,
    bytes.toString('base64'),
  ]);
  return JSON.stringify({ format: 'pymcp-export-1', ...Object.fromEntries(parts) });
}

describe('OneTimeKey', () => {
  const key = new OneTimeKey();
  const text = JSON.stringify({ A: '1', B: '' });

  it('opens what was sealed to it', () => {
    assert.match(key.text, /^[A-Za-z0-9+/]{43}=$/);
    assert.deepEqual(
      [...(key.open(seal(key, `${text}   `), binding) ?? [])],
      [
        ['A', '1'],
        ['B', ''],
      ],
    );
  });

  it('opens nothing that was sealed for another key, repository, nonce or list of names', () => {
    assert.equal(key.open(seal(new OneTimeKey(), text), binding), null);
    for (const other of [{ repository: 'octo/other' }, { nonce: '1'.repeat(32) }, { names: ['B', 'A'] }])
      assert.equal(key.open(seal(key, text, { ...binding, ...other }), binding), null);
  });

  it('opens nothing in which one bit is different, or that is something else', () => {
    const sealed = JSON.parse(seal(key, text)) as Record<string, string>;
    for (const part of ['point', 'iv', 'sealed'])
      for (const at of [0, -1]) {
        const bytes = Buffer.from(sealed[part] ?? '', 'base64');
        const place = at === 0 ? 0 : bytes.length - 1;
        bytes[place] = (bytes[place] ?? 0) ^ 1;
        assert.equal(
          key.open(JSON.stringify({ ...sealed, [part]: bytes.toString('base64') }), binding),
          null,
        );
      }
    for (const odd of [
      '',
      '{}',
      'null',
      JSON.stringify({ ...sealed, more: 1 }),
      JSON.stringify({ ...sealed, format: 'pymcp-export-2' }),
      JSON.stringify({ ...sealed, point: Buffer.alloc(32).toString('base64') }),
      JSON.stringify({ ...sealed, sealed: 'AAAA' }),
    ])
      assert.equal(key.open(odd, binding), null, odd);
  });

  it('takes nothing but a text for each name', () => {
    for (const odd of ['{}', '{"A":"1"}', '{"A":"1","B":2}', '{"A":"1","B":"","C":""}', '["A","B"]', 'A'])
      assert.equal(key.open(seal(key, odd), binding), null, odd);
  });
});
