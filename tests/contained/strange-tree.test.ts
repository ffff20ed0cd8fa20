// Proves: jail.once. What a stranger has piled up is counted within bounds and removed whole.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { measureTree } from '../../src/host/measure-tree.js';
import { removeStrangeTree } from '../../src/host/remove-strange-tree.js';

const deep = `
import os, sys
os.chdir(sys.argv[1])
for number in range(3000):
    open("f", "w").write("x"); os.mkdir("d" * 200); os.mkdir("closed", 0); os.chdir("d" * 200)`;

it('removes what is deeper than any path and what is closed, and no link is followed', async () => {
  const base = mkdtempSync(join(tmpdir(), 'pymcp-strange-'));
  const [tree, kept] = [join(base, 'tree'), join(base, 'kept')];
  mkdirSync(tree);
  mkdirSync(kept);
  writeFileSync(join(kept, 'file'), 'x');
  symlinkSync(kept, join(tree, 'link'));
  assert.equal(spawnSync('/usr/bin/python3', ['-c', deep, tree]).status, 0);
  assert.equal(measureTree(tree, 100).inodes, 101);
  await removeStrangeTree(tree);
  assert.equal(existsSync(tree), false);
  assert.equal(existsSync(join(kept, 'file')), true);
  await removeStrangeTree(tree);
  await removeStrangeTree(base);
  assert.equal(existsSync(base), false);
});
