// Proves: path.protected. The file tools see no secret and change nothing that the host obeys, as run_python.
import assert from 'node:assert/strict';
import { existsSync, linkSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { done, refused, withFileTools } from '../support/file-tools.js';
import { makeFolder } from '../support/workspace.js';

const secret = 'canary-secret';
const query = {
  pattern: 'canary',
  isRegex: false,
  ignoreCase: false,
  included: [],
  excluded: [],
  withIgnored: true,
  most: 100,
  around: 0,
};

describe('protected files', () => {
  it('are neither read, found, replaced, edited nor moved, under any name', async () => {
    const masked = ['.env', 'deep/.env.local', 'tls/server.pem', '.ssh/config', 'other-name.txt'];
    const folder = makeFolder({ ...Object.fromEntries(masked.slice(0, 4).map((path) => [path, secret])) });
    linkSync(join(folder, '.env'), join(folder, 'other-name.txt'));
    await withFileTools(folder, 'writable', async ({ files, caller }) => {
      for (const path of masked) {
        assert.match(refused(await files.readText(caller, path, { mostBytes: 100 })), /protected/);
        refused(await files.readMedia(caller, path));
        refused(await files.write(caller, path, 'x'));
        refused(await files.edit(caller, path, [{ oldText: 'canary', newText: 'x' }], 'plan'));
        refused(await files.move(caller, path, 'moved.txt'));
      }
      refused(await files.move(caller, 'deep', 'moved'));
      const found = done(await files.searchText(caller, '', query));
      assert.equal(found.total, 0);
      const { entries } = done(await files.list(caller, 'list_directory', '', false));
      assert.equal(entries.find(({ name }) => name === '.env')?.kind, 'protected');
    });
    for (const path of masked) assert.equal(readFileSync(join(folder, path), 'utf8'), secret);
  });

  it('that the host obeys are read and not changed', async () => {
    const folder = makeFolder({ '.git/hooks/pre-commit': 'old', '.mcp.json': '{}' });
    await withFileTools(folder, 'writable', async ({ files, caller, read }) => {
      assert.equal(await read('.git/hooks/pre-commit'), 'old');
      for (const path of ['.git/hooks/pre-commit', '.git/hooks/new', '.mcp.json'])
        refused(await files.write(caller, path, 'new'));
      refused(await files.move(caller, '.git', 'git'));
      refused(await files.makeFolder(caller, '.git/new'));
    });
    assert.equal(readFileSync(join(folder, '.git/hooks/pre-commit'), 'utf8'), 'old');
    assert.ok(!existsSync(join(folder, '.git/hooks/new')));
  });

  it('that come while the tools are in use are masked for the next call', async () => {
    const folder = makeFolder({ 'a.txt': 'x' });
    await withFileTools(folder, 'writable', async ({ files, caller, read }) => {
      assert.equal(await read('a.txt'), 'x');
      writeFileSync(join(folder, '.env'), secret);
      refused(await files.readText(caller, '.env', { mostBytes: 100 }));
      assert.equal(done(await files.searchText(caller, '', query)).total, 0);
      assert.equal(await read('a.txt'), 'x');
    });
  });

  it('that the tools themselves make are told, as those of run_python', async () => {
    const folder = makeFolder({ 'a.json': '{}' });
    await withFileTools(folder, 'writable', async ({ files, caller }) => {
      const written = done(await files.write(caller, '.envrc', 'x'));
      assert.deepEqual(written.createdProtected, ['.envrc']);
      const moved = done(await files.move(caller, 'a.json', '.mcp.json'));
      assert.deepEqual(moved.createdProtected, ['.mcp.json']);
      assert.deepEqual(done(await files.write(caller, 'plain.txt', 'x')).createdProtected, []);
    });
  });
});

alsoAsOrdinaryUser(import.meta.url);
