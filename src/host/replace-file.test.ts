import assert from 'node:assert/strict';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import {
  createFile,
  FileChangedError,
  keepCopy,
  removeFile,
  removeLeftovers,
  replaceFile,
} from './replace-file.js';
import { type PresentFile, snapshotFile } from './snapshot-file.js';

const fresh = Buffer.from('new');

describe('replaceFile', () => {
  let folder = '';
  let path = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'pymcp-replace-'));
    path = join(folder, 'file');
    writeFileSync(path, 'old');
  });
  afterEach(() => {
    // Whatever happened, nothing is left beside it.
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.endsWith('.pymcp-tmp')),
      [],
    );
    rmSync(folder, { recursive: true });
  });
  const take = async (name = path): Promise<PresentFile> => {
    const snapshot = await snapshotFile(name, 100);
    assert.equal(snapshot.kind, 'present');
    return snapshot;
  };
  const read = (name = 'file'): string => readFileSync(join(folder, name), 'utf8');

  it('writes a new file in the place of the old one, with its mode', async () => {
    for (const mode of [0o600, 0o644, 0o666, 0o755]) {
      chmodSync(path, mode);
      const { ino } = statSync(path);
      await replaceFile(await take(), fresh);
      assert.equal(read(), 'new');
      assert.equal(statSync(path).mode & 0o7777, mode);
      assert.notEqual(statSync(path).ino, ino);
    }
  });

  it('keeps the owner, or writes nothing', async () => {
    if (process.getuid?.() === 0) {
      chownSync(path, 12_345, 12_346);
      await replaceFile(await take(), fresh);
      assert.deepEqual([statSync(path).uid, statSync(path).gid, read()], [12_345, 12_346, 'new']);
    } else {
      await assert.rejects(replaceFile({ ...(await take()), uid: 0 }, fresh), { code: 'EPERM' });
      assert.equal(read(), 'old');
    }
  });

  it('leaves what somebody else wrote since', async () => {
    const changes: readonly (() => void)[] = [
      () => {
        writeFileSync(path, 'odl');
      },
      () => {
        writeFileSync(join(folder, 'other'), 'odl');
        renameSync(join(folder, 'other'), path);
      },
      () => {
        chmodSync(path, 0o640);
      },
    ];
    for (const change of changes) {
      const before = await take();
      change();
      const now = read();
      await assert.rejects(replaceFile(before, fresh), FileChangedError);
      await assert.rejects(removeFile(before), FileChangedError);
      assert.equal(read(), now);
    }
    const before = await take();
    rmSync(path);
    await assert.rejects(replaceFile(before, fresh), FileChangedError);
    assert.deepEqual(readdirSync(folder), []);
  });

  it('follows a link that took the place of the file no more than any other change', async () => {
    const before = await take();
    writeFileSync(join(folder, 'victim'), 'old');
    rmSync(path);
    symlinkSync('victim', path);
    await assert.rejects(replaceFile(before, fresh), FileChangedError);
    assert.equal(read('victim'), 'old');
  });

  it('makes a file only where there is none', async () => {
    await createFile(join(folder, 'made'), fresh, { mode: 0o600 });
    assert.deepEqual([read('made'), statSync(join(folder, 'made')).mode & 0o7777], ['new', 0o600]);
    symlinkSync('nothing', join(folder, 'dangling'));
    mkdirSync(join(folder, 'folder'));
    for (const taken of ['file', 'dangling', 'folder'])
      await assert.rejects(createFile(join(folder, taken), fresh, { mode: 0o600 }), FileChangedError);
    assert.equal(read(), 'old');
  });

  it('keeps copies under new names, and overwrites none', async () => {
    chmodSync(path, 0o640);
    const names = [
      await keepCopy(await take(), 'copy'),
      await keepCopy(await take(), 'copy'),
      await keepCopy(await take(), 'copy'),
    ];
    assert.deepEqual(names, [`${path}.copy`, `${path}.copy-2`, `${path}.copy-3`]);
    for (const name of names) {
      assert.equal(readFileSync(name, 'utf8'), 'old');
      assert.equal(statSync(name).mode & 0o7777, 0o640);
    }
  });

  it('removes what a killed one left, and nothing else', async () => {
    for (const name of ['.file.1234.pymcp-tmp', '.other.1234.pymcp-tmp2', '.file.x', 'file.pymcp-tmp2'])
      writeFileSync(join(folder, name), '');
    await removeLeftovers(path);
    assert.deepEqual(readdirSync(folder).sort(), [
      '.file.x',
      '.other.1234.pymcp-tmp2',
      'file',
      'file.pymcp-tmp2',
    ]);
  });
});
