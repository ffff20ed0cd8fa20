// What runs on GitHub's machine: seals the values of secrets to the key of one run. Node.js alone, which is there: nothing is downloaded. It is a
// script for `node`, as text, since it stands in the workflow; the tests run it from there. secret.unlogged: it prints names.

/** HKDF and AES-256-GCM over X25519, each key used once. What is sealed is bound to the repository, the nonce and the names. */
export function renderSealScript(names: readonly string[]): string {
  return `'use strict';
const crypto = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const exported = ${JSON.stringify(names)};
const { PYMCP_KEY = '', PYMCP_NONCE = '', PYMCP_NAMES = '', GITHUB_REPOSITORY = '', RUNNER_TEMP = '' } = process.env;
const refuse = (why) => {
  console.error(why);
  process.exit(1);
};
const names = PYMCP_NAMES.split(' ');
if (!/^[A-Za-z0-9+/]{43}=$/.test(PYMCP_KEY)) refuse('key: not a public key of X25519');
if (!/^[0-9a-f]{32}$/.test(PYMCP_NONCE)) refuse('nonce: not 32 hexadecimal digits');
if (!names.every((name) => exported.includes(name)) || new Set(names).size !== names.length)
  refuse('names: one of them is not exported by this workflow, or is there twice');
const values = Object.fromEntries(names.map((name) => [name, process.env['SECRET_' + name] ?? '']));
const text = Buffer.from(JSON.stringify(values));
// Its length says nothing of theirs.
const padded = Buffer.concat([text, Buffer.alloc(4096 - (text.length % 4096), ' ')]);
const theirs = Buffer.from(PYMCP_KEY, 'base64');
const publicKey = crypto.createPublicKey({
  key: Buffer.concat([Buffer.from('302a300506032b656e032100', 'hex'), theirs]),
  format: 'der',
  type: 'spki',
});
const own = crypto.generateKeyPairSync('x25519');
const point = own.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
const shared = crypto.diffieHellman({ privateKey: own.privateKey, publicKey });
const bound = Buffer.from(JSON.stringify(['pymcp-export-1', GITHUB_REPOSITORY.toLowerCase(), PYMCP_NONCE, names]));
const key = Buffer.from(crypto.hkdfSync('sha256', shared, Buffer.concat([point, theirs]), bound, 32));
const iv = crypto.randomBytes(12);
const cipher = crypto.createCipheriv('aes-256-gcm', key, iv).setAAD(bound);
const sealed = Buffer.concat([cipher.update(padded), cipher.final(), cipher.getAuthTag()]);
const folder = path.join(RUNNER_TEMP, 'pymcp-export');
fs.mkdirSync(folder, { mode: 0o700 });
const out = { format: 'pymcp-export-1', point: point.toString('base64'), iv: iv.toString('base64'), sealed: sealed.toString('base64') };
fs.writeFileSync(path.join(folder, 'sealed.json'), JSON.stringify(out), { flag: 'wx', mode: 0o600 });
console.log('sealed: ' + names.join(' '));
`;
}
