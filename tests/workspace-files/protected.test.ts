// Proves: path.protected. The file tools see no secret and change nothing that the host obeys, as run_python.
import assert from 'node:assert/strict';
import { existsSync, linkSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { sleep } from '../../src/host/clock.js';
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

  it('are never shown by a worker that read the file while it had another name, however it became one', async () => {
    const ways: Readonly<Record<string, (at: (path: string) => string) => string>> = {
      made: (at) => {
        writeFileSync(at('a/b/.env'), secret);
        return 'a/b/.env';
      },
      renamed: (at) => {
        renameSync(at('a/plain.txt'), at('a/id_rsa'));
        return 'a/id_rsa';
      },
      'another name of it': (at) => {
        renameSync(at('twice.txt'), at('.npmrc'));
        return 'a/b/twice.txt';
      },
      'led to by a link': (at) => {
        symlinkSync('../plain.txt', at('a/b/.env.test'));
        return 'a/plain.txt';
      },
      'in a folder that was': (at) => {
        renameSync(at('a'), at('.aws'));
        return '.aws/plain.txt';
      },
    };
    for (const [way, make] of Object.entries(ways)) {
      const folder = makeFolder({ 'a/plain.txt': secret, 'a/b/c/x': 'x', 'twice.txt': secret });
      linkSync(join(folder, 'twice.txt'), join(folder, 'a/b/twice.txt'));
      await withFileTools(folder, 'read-only', async ({ files, caller, read }) => {
        assert.equal(await read('a/plain.txt'), secret);
        // Long enough for the next look to be a quick one.
        await sleep(250);
        for (let round = 0; round < 3; round += 1) assert.equal(await read('a/b/twice.txt'), secret);
        const path = make((one) => join(folder, one));
        assert.match(refused(await files.readText(caller, path, { mostBytes: 100 })), /protected/, way);
        assert.match(refused(await files.readText(caller, path, { mostBytes: 100 })), /protected/, way);
      });
    }
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
