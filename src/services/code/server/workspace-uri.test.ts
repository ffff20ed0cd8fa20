import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseUri, toUri } from './workspace-uri.js';

describe('workspace URIs', () => {
  it('come back as the path that they were made of', () => {
    for (const path of ['a.py', 'pkg/ä b#?%.py', 'x/😀.py'])
      assert.deepEqual(parseUri(toUri(path)), { kind: 'workspace', path });
  });

  it('of libraries are names, and nothing that leads anywhere (path.contained)', () => {
    for (const uri of [
      'file:///workspace/../etc/passwd',
      'file:///workspace/a/%2e%2e/%2e%2e/etc/shadow',
      'file:///workspace//etc/passwd',
      'file:///workspace',
      'file:///workspaces/a.py',
      'file:///etc/passwd',
      'file:///workspace/a%00.py',
      'file:///workspace/%zz',
      'http://example.org/workspace/a.py',
      '',
    ])
      assert.equal(parseUri(uri).kind, 'library', uri);
  });
});
