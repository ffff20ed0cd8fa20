import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { SocketFolder } from './socket-folder.js';

describe('SocketFolder', () => {
  const stage = mkdtempSync(join(tmpdir(), 'pymcp-sockets-'));
  after(() => {
    rmSync(stage, { recursive: true, force: true });
  });

  const make = (name: string, ...files: readonly string[]): string => {
    const path = join(stage, name);
    mkdirSync(path);
    for (const file of files) writeFileSync(join(path, file), '');
    return path;
  };

  it('removes names, and is closed to new ones when there is none', async () => {
    const path = make('one', 'a', 'b');
    const folder = await SocketFolder.open(path);
    folder.remove('a');
    folder.remove('a');
    assert.throws(() => {
      folder.seal();
    }, /there is still b/);
    folder.remove('b');
    folder.seal();
    assert.equal(statSync(path).mode & 0o777, 0o555);
    await folder.close();
  });

  it('says so where a name stays', async () => {
    const path = make('two');
    mkdirSync(join(path, 'a'));
    const folder = await SocketFolder.open(path);
    assert.throws(() => {
      folder.remove('a');
    });
    await folder.close();
  });

  it('stays the one that was opened, and touches none with its number when it is closed', async () => {
    const path = make('three', 'a');
    const folder = await SocketFolder.open(path);
    renameSync(path, `${path}-moved`);
    make('three', 'a');
    folder.remove('a');
    assert.deepEqual([readdirSync(path), readdirSync(`${path}-moved`)], [['a'], []]);
    await folder.close();
    // Of the same number, most likely.
    const next = await SocketFolder.open(path);
    folder.remove('a');
    folder.seal();
    assert.deepEqual(readdirSync(path), ['a']);
    await folder.close();
    await next.close();
  });
});
