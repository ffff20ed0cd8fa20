import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { openUnnamedFile } from './unnamed-file.js';

const folder = mkdtempSync(join(tmpdir(), 'pymcp-unnamed-'));
after(() => {
  rmSync(folder, { recursive: true });
});

/** Descriptors of ours that lead into the folder. */
const open = (): string[] =>
  readdirSync('/proc/self/fd').flatMap((name) => {
    try {
      const target = readlinkSync(`/proc/self/fd/${name}`);
      return target.startsWith(folder) ? [target] : [];
    } catch {
      return [];
    }
  });

describe('openUnnamedFile', () => {
  it('is written and read at any place, and has no name', async () => {
    const file = await openUnnamedFile([folder]);
    assert.deepEqual(readdirSync(folder), []);
    assert.equal(open().length, 1);
    assert.match(open()[0] ?? '', / \(deleted\)$/);
    await file.write(Buffer.from('abc'), 0);
    await file.write(Buffer.from('def'), 3);
    assert.equal((await file.read(1, 4)).toString(), 'bcde');
    assert.equal((await file.read(4, 100)).toString(), 'ef');
    assert.equal((await file.read(100, 1)).length, 0);
    await file.close();
    assert.deepEqual(open(), []);
  });

  it('takes the next folder where one takes none, and says why where none does', async () => {
    const file = await openUnnamedFile(['/nonexistent', '/proc', folder]);
    await file.close();
    await assert.rejects(openUnnamedFile(['/nonexistent']), { code: 'ENOENT' });
    await assert.rejects(openUnnamedFile([]));
  });
});
