import assert from 'node:assert/strict';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { createFileBelow } from './create-file-below.js';

const bytes = Buffer.from('content');

describe('createFileBelow', () => {
  let outside = '';
  let root = '';
  beforeEach(() => {
    outside = mkdtempSync(join(tmpdir(), 'pymcp-create-'));
    root = join(outside, 'root');
    mkdirSync(root);
    writeFileSync(join(outside, 'victim'), 'untouched');
  });
  afterEach(() => {
    assert.equal(readFileSync(join(outside, 'victim'), 'utf8'), 'untouched');
    assert.deepEqual(readdirSync(outside).sort(), ['root', 'victim']);
    rmSync(outside, { recursive: true });
  });
  const isRefused = async (path: string, code: string | undefined): Promise<void> => {
    await assert.rejects(
      createFileBelow(root, path, bytes),
      (error: NodeJS.ErrnoException) => error.code === code,
    );
  };

  it('makes a file and the folders it lies in', async () => {
    await createFileBelow(root, 'a/b/c.txt', bytes);
    await createFileBelow(root, 'a/b/d.txt', bytes);
    assert.deepEqual(readFileSync(join(root, 'a/b/c.txt')), bytes);
    writeFileSync(join(root, 'ordinary'), '', { mode: 0o644 });
    assert.equal(statSync(join(root, 'a/b/c.txt')).mode, statSync(join(root, 'ordinary')).mode);
  });

  it('overwrites nothing (path.contained)', async () => {
    writeFileSync(join(root, 'a'), 'old');
    mkdirSync(join(root, 'folder'));
    await isRefused('a', 'EEXIST');
    await isRefused('folder', 'EEXIST');
    await isRefused('a/b', 'ENOTDIR');
    assert.equal(readFileSync(join(root, 'a'), 'utf8'), 'old');
  });

  it('follows no link below its folder (path.contained)', async () => {
    symlinkSync('../victim', join(root, 'file'));
    symlinkSync('../new', join(root, 'dangling'));
    symlinkSync('..', join(root, 'up'));
    symlinkSync(outside, join(root, 'absolute'));
    await isRefused('file', 'EEXIST');
    await isRefused('dangling', 'EEXIST');
    for (const path of ['up/new', 'absolute/new', 'up/root/new']) {
      await assert.rejects(createFileBelow(root, path, bytes), (error: NodeJS.ErrnoException) =>
        ['ELOOP', 'ENOTDIR'].includes(error.code ?? ''),
      );
    }
  });

  it('refuses a path that leads elsewhere, whoever checked it before (path.contained)', async () => {
    for (const path of ['', '/', '../new', 'a/../../new', '/etc/new', '.', '..', 'a//b', 'a\0', 'a\nb'])
      await isRefused(path, undefined);
    assert.deepEqual(readdirSync(root), []);
  });

  it('leaves no descriptor behind', async () => {
    const count = (): number => readdirSync('/proc/self/fd').length;
    await createFileBelow(root, 'warm/up', bytes);
    const before = count();
    for (let index = 0; index < 20; index += 1) await createFileBelow(root, `f/${index}`, bytes);
    for (let index = 0; index < 20; index += 1) await isRefused(`f/${index}`, 'EEXIST');
    assert.ok(count() <= before + 1);
  });
});
