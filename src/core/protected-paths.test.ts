// Proves: path.protected. Which names are secrets, which the host obeys, in whatever case and at whatever depth.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { protectedNames, protectionOf } from './protected-paths.js';

const masked = [
  '.env',
  '.env.local',
  '.ENV',
  '.envrc',
  '.env\n',
  'a.pem',
  'a.b.KEY',
  'id_rsa',
  'id_ed25519.pub',
  '.ssh',
  '.Npmrc',
];
const readOnly = [
  '.git',
  '.GIT',
  '.vscode',
  '.mcp.json',
  'CLAUDE.md',
  '.venv',
  'x.code-workspace',
  '.github',
];
const free = [
  'env',
  'environment',
  'a.env',
  'pem',
  'a.pem.txt',
  'git',
  '.gitignore',
  'main.py',
  'key.py',
  '.envs'.slice(1),
  'xid_rsa',
  '',
];

describe('protectionOf', () => {
  it('masks what holds secrets (path.protected)', () => {
    for (const name of masked) assert.equal(protectionOf(name), 'masked', name);
  });

  it('keeps what the host executes or obeys as it is (path.protected)', () => {
    for (const name of readOnly) assert.equal(protectionOf(name), 'read-only', name);
  });

  it('leaves everything else alone', () => {
    for (const name of free) assert.equal(protectionOf(name), null, name);
  });

  it('finds every name of the lists, in any case, and only whole names', () => {
    for (const { names, protection } of protectedNames) {
      for (const name of names.map((pattern) => pattern.replaceAll('*', 'x'))) {
        assert.equal(protectionOf(name), protection, name);
        assert.equal(protectionOf(name.toUpperCase()), protection, name);
        assert.equal(
          protectionOf(`y${name}`)?.length ?? 0,
          name.startsWith('x.') ? protection.length : 0,
          name,
        );
      }
    }
  });
});
