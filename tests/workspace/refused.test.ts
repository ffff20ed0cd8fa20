// Proves: path.contained, fail.closed. Folders that nobody means are refused, with a hint, before anything is mounted.
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { PymcpError } from '../../src/core/errors.js';
import { openWorkspace } from '../../src/execution/open-workspace.js';
import { packageRoot } from '../../src/host/package-root.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { pymcp } from '../support/command-line.js';
import { makeFolder } from '../support/workspace.js';

const folder = makeFolder({
  'file.txt': 'x',
  'inner/file.txt': 'x',
  '.ssh/x/y': '',
  '.git/hooks/a': '',
  'own/.config/isolated-pymcp/a/b': '',
});
symlinkSync('inner', join(folder, 'link'));

async function refusalOf(path: string, access: 'read-only' | 'writable' = 'read-only'): Promise<string> {
  try {
    await openWorkspace(path, access);
  } catch (error) {
    assert.ok(error instanceof PymcpError, String(error));
    assert.equal(error.code, 'workspace.refused');
    assert.notEqual(error.hint, '');
    return error.message;
  }
  return 'not refused';
}

async function assertRefused(paths: Readonly<Record<string, RegExp>>): Promise<void> {
  for (const [path, why] of Object.entries(paths)) assert.match(await refusalOf(path), why, path);
}

describe('a workspace', () => {
  it('control: may be a folder of a project, in every way to write it', async () => {
    for (const path of [folder, `${folder}/`, `${folder}/inner/..`, join(folder, 'inner')])
      assert.equal(await refusalOf(path), 'not refused');
    assert.equal((await openWorkspace(`${folder}/inner/`, 'read-only')).path, join(folder, 'inner'));
  });

  it('is not the system or a part of it', async () => {
    // prettier-ignore
    const paths = [
      '/', '/etc', '/etc/ssl', '/usr', '/usr/bin', '/var', '/var/lib', '/proc', '/proc/self', '/proc/1', '/sys', '/sys/kernel',
      '/dev', '/dev/shm', '/run', '/boot', '/tmp', '/home', '/opt', '/mnt', '/usr/../etc', '//etc/', '/tmp/../proc/self/fd',
    ];
    await assertRefused(Object.fromEntries(paths.map((path) => [path, /cannot be the workspace/])));
  });

  it('is not a home folder, nor one that holds one', async () => {
    await assertRefused({
      [homedir()]: /home folder|you may not/,
      [dirname(homedir())]: /holds the home folder|cannot be the workspace/,
      '/root': /home folder/,
    });
  });

  it('is not a link, a file, or nothing', async () => {
    await assertRefused({
      [join(folder, 'link')]: /symbolic link/,
      [`${folder}/link/`]: /symbolic link/,
      [`${folder}/link/.`]: /symbolic link/,
      [join(folder, 'file.txt')]: /not a folder/,
      [join(folder, 'nothing')]: /no such folder/,
      '': /no path/,
      [`${folder}\0/x`]: /no path/,
    });
  });

  it('is not a place for secrets, nor, writable, one that the host obeys', async () => {
    await assertRefused({ [join(folder, '.ssh')]: /secrets/, [join(folder, '.ssh/x')]: /secrets/ });
    assert.match(await refusalOf(join(folder, '.git'), 'writable'), /obeys/);
    assert.equal(await refusalOf(join(folder, '.git')), 'not refused');
  });

  it('is not where our own state lies, nor, writable, our own program', async () => {
    const before = process.env['XDG_CONFIG_HOME'];
    process.env['XDG_CONFIG_HOME'] = join(folder, 'own/.config');
    try {
      for (const path of ['own', 'own/.config', 'own/.config/isolated-pymcp', 'own/.config/isolated-pymcp/a'])
        assert.match(await refusalOf(join(folder, path)), /its own state/, path);
      assert.equal(await refusalOf(join(folder, 'inner')), 'not refused');
    } finally {
      if (before === undefined) delete process.env['XDG_CONFIG_HOME'];
      else process.env['XDG_CONFIG_HOME'] = before;
    }
    assert.match(await refusalOf(join(packageRoot(), 'guest'), 'writable'), /is installed in|may not/);
  });

  it('is refused by the command line with two lines and exit code 2', async () => {
    const ended = await pymcp(['run', '--workspace', '/etc', '-'], '1');
    assert.equal(ended.exitCode, 2);
    assert.match(ended.stderr, /^error: "\/etc" cannot be the workspace: .+\nhint: .+\n$/);
    assert.equal(ended.stdout, '');
  });
});

describe('a folder that its owner alone may enter', () => {
  it('is shown where pymcp may show it, and refused with the way to do it where not', async () => {
    const closed = makeFolder({ 'a.txt': 'x' });
    chmodSync(closed, 0o700);
    const { owner } = await openWorkspace(closed, 'read-only');
    // Under root by an idmapped mount; an ordinary user is the owner.
    assert.equal(owner?.uid ?? null, process.getuid?.() === 0 ? 0 : null);
    if (process.getuid?.() === 0) return;
    chmodSync(closed, 0o300);
    assert.match(await refusalOf(closed), /may not read/);
    chmodSync(closed, 0o500);
    assert.match(await refusalOf(closed, 'writable'), /may not write/);
    chmodSync(closed, 0o700);
  });
});

describe('a workspace below the common temporary folder', () => {
  it('is possible: only the folder itself is refused', async () => {
    const path = join(makeFolder(), 'project');
    mkdirSync(path);
    writeFileSync(join(path, 'a'), '');
    assert.ok(path.startsWith(tmpdir()));
    assert.equal(await refusalOf(path), 'not refused');
  });
});

alsoAsOrdinaryUser(import.meta.url);
