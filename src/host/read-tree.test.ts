import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { chmodSync, linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { OddTreeError, readTree } from './read-tree.js';

const bounds = { mostFiles: 10, mostBytes: 1000 };

describe('readTree', () => {
  let outer: string;
  let tree: string;
  beforeEach(() => {
    outer = mkdtempSync(join(tmpdir(), 'pymcp-tree-'));
    tree = join(outer, 'tree');
    mkdirSync(join(tree, 'b'), { recursive: true });
    writeFileSync(join(tree, 'b/x.so'), 'so', { mode: 0o755 });
    writeFileSync(join(tree, 'a.py'), 'a = 1\n', { mode: 0o644 });
  });
  afterEach(() => {
    chmodSync(outer, 0o700);
    rmSync(outer, { recursive: true, force: true });
  });

  const refused = (words: RegExp): Promise<void> =>
    assert.rejects(
      readTree(tree, bounds),
      (error) => error instanceof OddTreeError && words.test(error.message),
    );

  it('tells all that is in it, in the order of the paths', async () => {
    const found = await readTree(tree, bounds);
    assert.deepEqual(
      found.map(({ path, kind, isExecutable, bytes }) => [path, kind, isExecutable, bytes]),
      [
        ['a.py', 'file', false, 6],
        ['b', 'folder', false, 0],
        ['b/x.so', 'file', true, 2],
      ],
    );
    assert.equal(found[0]?.sha256, createHash('sha256').update('a = 1\n').digest('hex'));
  });

  it('takes no link, wherever it leads', async () => {
    symlinkSync('a.py', join(tree, 'link'));
    await refused(/"link" is a link/);
  });

  it('takes no folder by a link', async () => {
    symlinkSync('/usr/share', join(tree, 'share'));
    await refused(/"share" is a link/);
  });

  it('takes no file that has a second name', async () => {
    linkSync(join(tree, 'a.py'), join(outer, 'elsewhere'));
    await refused(/"a\.py" has a second name/);
  });

  it('takes no file with a special mode', async () => {
    chmodSync(join(tree, 'a.py'), 0o4755);
    await refused(/"a\.py" has a special mode/);
  });

  it('takes nothing that is neither a file nor a folder, and does not wait for it', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => {
      server.listen(join(tree, 'socket'), resolve);
    });
    try {
      await refused(/"socket" is neither a file nor a folder/);
    } finally {
      server.close();
    }
  });

  it('takes no name that misleads', async () => {
    writeFileSync(join(tree, 'a\u202eb'), '');
    await refused(/has a control character/);
  });

  it('stops at more than is permitted', async () => {
    writeFileSync(join(tree, 'big'), Buffer.alloc(1001));
    await refused(/too many bytes/);
    rmSync(join(tree, 'big'));
    for (let number = 0; number < 10; number += 1) writeFileSync(join(tree, `n${number}`), '');
    await refused(/too many files/);
  });
});
