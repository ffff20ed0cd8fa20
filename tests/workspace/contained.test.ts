// Proves: path.contained, user.mcp. A guest gets one folder, in one access mode, and from it to nowhere else.
import assert from 'node:assert/strict';
import { chmodSync, chownSync, readFileSync, renameSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { openJail } from '../support/jail.js';
import { attempts, makeFolder, openJailOver } from '../support/workspace.js';

const files = { 'data.csv': 'a,b\n1,2\n', 'package/module.py': 'ANSWER = 42\n' };

describe('a workspace', () => {
  const folder = makeFolder(files);
  const outside = makeFolder({ 'beside.txt': 'outside' });
  symlinkSync(join(outside, 'beside.txt'), join(folder, 'out'));
  symlinkSync(outside, join(folder, 'out-folder'));
  symlinkSync('../../../../../../etc/shadow', join(folder, 'up'));

  it('is where a program starts, and what it imports from', async () => {
    const jail = await openJailOver(folder, 'read-only');
    assert.deepEqual(
      await jail.ask<unknown>(`
import os, package.module
answer([os.getcwd(), os.environ["PWD"], open("data.csv").read(), package.module.ANSWER, __file__])`),
      ['/workspace', '/workspace', 'a,b\n1,2\n', 42, '/home/mcp/main.py'],
    );
  });

  it('is not there where none was asked for', async () => {
    const jail = await openJail();
    assert.deepEqual(
      await jail.ask<unknown>('import os; answer([os.getcwd(), os.path.exists("/workspace")])'),
      ['/home/mcp', false],
    );
  });

  it('cannot be changed unless that was asked for', async () => {
    const jail = await openJailOver(folder, 'read-only');
    const answers = await jail.ask<string[]>(`${attempts}
answer([attempt(create, "new"), attempt(write, "data.csv"), attempt(os.mkdir, "new"), attempt(os.unlink, "data.csv"),
        attempt(os.rename, "data.csv", "x"), attempt(os.chmod, "data.csv", 0o777), attempt(os.utime, "data.csv"),
        attempt(os.symlink, "a", "b"), attempt(os.link, "data.csv", "b"), attempt(os.truncate, "data.csv", 0)])`);
    for (const answer of answers) assert.match(answer, /^(?:EROFS|EACCES)$/);
    assert.equal(readFileSync(join(folder, 'data.csv'), 'utf8'), files['data.csv']);
  });

  it('leads nowhere: links, parents, absolute paths of the host', async () => {
    const jail = await openJailOver(folder, 'writable');
    const paths = [
      'out',
      'out-folder/beside.txt',
      'up',
      '../beside.txt',
      join(outside, 'beside.txt'),
      folder,
    ];
    const answers = await jail.ask<string[]>(`${attempts}
answer([attempt(read, path) for path in ${JSON.stringify(paths)}]
       + [attempt(os.stat, "/workspace/..%s" % path) for path in ("/run/gw", "/run/gw/ws", "/oldroot", "/.old")])`);
    for (const answer of answers) assert.equal(answer, 'ENOENT');
  });

  it('control: outside, the same links are read', () => {
    assert.equal(readFileSync(join(folder, 'out'), 'utf8'), 'outside');
    assert.equal(readFileSync(join(folder, 'out-folder/beside.txt'), 'utf8'), 'outside');
  });
});

describe('a writable workspace', () => {
  it('takes what a program writes, which then belongs to the user', async () => {
    const folder = makeFolder(files);
    // Nobody else may so much as enter it: under root the guest is somebody else.
    chmodSync(folder, 0o700);
    const jail = await openJailOver(folder, 'writable');
    await jail.ask(`${attempts}
os.mkdir("results"); create("results/new"); write("data.csv"); os.rename("package/module.py", "moved.py")
answer(0)`);
    const { uid, gid } = statSync(folder);
    assert.equal(uid, process.getuid?.());
    for (const path of ['results', 'results/new', 'data.csv', 'moved.py']) {
      const found = statSync(join(folder, path));
      assert.deepEqual([found.uid, found.gid], [uid, gid], path);
    }
    assert.equal(readFileSync(join(folder, 'data.csv'), 'utf8'), `${files['data.csv']}x`);
  });

  it('of somebody else than root belongs to that user still, when root started pymcp', async () => {
    const folder = makeFolder(files);
    const own = process.getuid?.() ?? 0;
    const owner = own === 0 ? 61_236 : own;
    for (const path of ['', 'data.csv', 'package']) chownSync(join(folder, path), owner, owner);
    chmodSync(join(folder, 'data.csv'), 0o600);
    const jail = await openJailOver(folder, 'writable');
    const answers = await jail.ask<string[]>(`${attempts}
answer([attempt(create, "new"), attempt(write, "data.csv"), attempt(write, "package/module.py"), os.stat(".").st_uid])`);
    // The module is root's where root made it: of other people's files the guest may do what everybody may.
    assert.deepEqual(answers, ['done', 'done', own === 0 ? 'EACCES' : 'done', 1000]);
    assert.equal(statSync(join(folder, 'new')).uid, owner);
  });

  it('gives no right to execute, to make devices, or to leave setuid files', async () => {
    const folder = makeFolder({ program: '#!/usr/bin/python3\nprint(1)\n' });
    chmodSync(join(folder, 'program'), 0o755);
    const jail = await openJailOver(folder, 'writable');
    const answers = await jail.ask<string[]>(`${attempts}
import shutil, stat, sys
shutil.copy(sys.executable, "python"); os.chmod("python", 0o755)
answer([attempt(os.execv, "./program", ["program"]), attempt(os.execv, "./python", ["python"]),
        attempt(os.mknod, "device", stat.S_IFCHR | 0o666, os.makedev(1, 3)), attempt(os.chmod, "python", 0o4755)])`);
    for (const answer of answers) assert.match(answer, /^(?:EACCES|EPERM)$/);
    assert.equal(statSync(join(folder, 'python')).mode & 0o6000, 0);
  });

  it('is not held up by FIFOs, sockets and links that lead in circles', async () => {
    const folder = makeFolder(files);
    symlinkSync('circle', join(folder, 'circle'));
    const first = await openJailOver(folder, 'writable');
    await first.ask(`
import os, socket
os.mkfifo("fifo"); os.mkfifo("key.pem"); socket.socket(socket.AF_UNIX).bind("socket"); socket.socket(socket.AF_UNIX).bind(".env")
answer(0)`);
    const answers = await first.ask<string[]>(`${attempts}
answer([attempt(os.open, path, os.O_RDONLY | os.O_NONBLOCK) for path in ("fifo", "key.pem", ".env")])`);
    assert.deepEqual(answers, ['done', 'EACCES', 'EACCES']);
  });

  it('that was replaced by another folder is refused', async () => {
    const parent = makeFolder({ 'workspace/a': '1', 'other/.env': 'SECRET' });
    const jail = await openJailOver(join(parent, 'workspace'), 'writable');
    renameSync(join(parent, 'workspace'), join(parent, 'moved'));
    symlinkSync('other', join(parent, 'workspace'));
    await assert.rejects(jail.run('print(1)'), /was moved, removed or replaced/);
  });
});

describe('what the mount table tells', () => {
  it('is the path of the workspace on the host, and nothing of its neighbours', async () => {
    const folder = makeFolder(files);
    const jail = await openJailOver(folder, 'read-only');
    const mounts = await jail.ask<string[][]>(`
answer([line.split()[3:6] for line in open("/proc/self/mountinfo") if "/workspace" in line or "ws" in line.split()[4]])`);
    assert.equal(mounts.length, 1);
    const [root = '', point, options = ''] = mounts[0] ?? [];
    assert.ok(folder.endsWith(root) || root.endsWith(folder), root);
    assert.equal(point, '/workspace');
    for (const option of ['ro', 'nosuid', 'nodev', 'noexec']) assert.ok(options.split(',').includes(option));
  });
});

alsoAsOrdinaryUser(import.meta.url);
