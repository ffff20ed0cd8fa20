import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseWorkspaceUri, toWorkspaceUri } from './workspace-uri.js';

describe('addresses of files of the workspace', () => {
  for (const path of ['a.py', 'src/a b.py', 'é/日本.txt', '100%/a?b#c.py', 'a/../b'.replace('..', '...')])
    it(`stand for one path: ${path}`, () => {
      assert.equal(parseWorkspaceUri(toWorkspaceUri(path)), path);
    });

  it('are told as one, however a client spells them', () => {
    const path = parseWorkspaceUri('pymcp://workspace/src%2Fa.py');
    assert.equal(path, 'src/a.py');
    assert.equal(toWorkspaceUri(path), 'pymcp://workspace/src/a.py');
  });

  for (const uri of [
    'pymcp://workspace/',
    'pymcp://workspace/../etc/passwd',
    'pymcp://workspace/a/%2e%2e/b',
    'pymcp://workspace//etc/passwd',
    'pymcp://workspace/%2Fetc/passwd',
    'pymcp://workspace/a%00b',
    'pymcp://workspace/a%0Ab',
    'pymcp://workspace/%ff',
    'pymcp://workspace/a.py?offset=1',
    'pymcp://workspace/a.py#b',
    'pymcp://workspaces/a.py',
    'file:///workspace/a.py',
    `pymcp://workspace/${'a/'.repeat(600)}b`,
  ])
    it(`lead nowhere else: ${uri.slice(0, 60)}`, () => {
      assert.equal(parseWorkspaceUri(uri), null);
    });
});
