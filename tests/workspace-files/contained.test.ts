// Proves: path.contained. What a client or a guest names, links or swaps, the file tools stay in the workspace.
import assert from 'node:assert/strict';
import {
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { runCommand } from '../../src/host/run-command.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { done, refused, textQuery, withFileTools } from '../support/file-tools.js';
import { makeFolder } from '../support/workspace.js';

const secret = 'canary-outside';

describe('the file tools', () => {
  it('lead nowhere by a path: parents, absolute, home, address, NUL', async () => {
    const folder = makeFolder({ 'a.txt': 'inside' });
    await withFileTools(folder, 'writable', async ({ files, caller, read }) => {
      const paths = [
        '../a',
        'x/../../a',
        '/etc/passwd',
        '/workspace/../etc/passwd',
        `${folder}x/a.txt`,
        '~/a',
      ];
      for (const path of [...paths, 'file:///etc/passwd', 'a\0b', 'x'.repeat(5000), '\ud800']) {
        refused(await files.readText(caller, path, { mostBytes: 1000 }));
        refused(await files.write(caller, path, 'x'));
        refused(await files.makeFolder(caller, path));
        refused(await files.move(caller, 'a.txt', path));
      }
      for (const path of ['a.txt', './a.txt', 'x/../a.txt', '/workspace/a.txt', join(folder, 'a.txt')])
        assert.equal(await read(path), 'inside');
    });
  });

  it('follow links within the workspace and refuse those that lead out', async () => {
    const outside = makeFolder({ 'out.txt': secret });
    const folder = makeFolder({ 'sub/in.txt': 'inside' });
    symlinkSync(join(outside, 'out.txt'), join(folder, 'out'));
    symlinkSync(outside, join(folder, 'out-folder'));
    symlinkSync('../../../../etc/passwd', join(folder, 'sub/up'));
    symlinkSync('/etc/passwd', join(folder, 'jails-own'));
    symlinkSync('/proc/self/environ', join(folder, 'process'));
    symlinkSync('circle', join(folder, 'circle'));
    symlinkSync('../sub/in.txt', join(folder, 'sub/around'));
    await withFileTools(folder, 'writable', async ({ files, caller, read }) => {
      const ways = ['out', 'out-folder/out.txt', 'sub/up', 'jails-own', 'process', 'circle'];
      for (const path of ways) {
        assert.match(refused(await files.readText(caller, path, { mostBytes: 1000 })), /leads/);
        refused(await files.readMedia(caller, path));
        refused(await files.write(caller, path, 'x'));
        refused(await files.edit(caller, path, [{ oldText: 'c', newText: 'x' }], 'apply'));
      }
      refused(await files.makeFolder(caller, 'out-folder/new'));
      refused(await files.move(caller, 'sub/in.txt', 'out-folder/in.txt'));
      assert.equal(await read('sub/around'), 'inside');
      done(await files.write(caller, 'sub/around', 'changed'));
      assert.equal(readFileSync(join(folder, 'sub/in.txt'), 'utf8'), 'changed');
      const { matches } = done(
        await files.searchText(caller, '', { ...anything, pattern: 'canary', withIgnored: true }),
      );
      assert.deepEqual(matches, []);
    });
    assert.deepEqual(readdirSync(outside), ['out.txt']);
    assert.equal(readFileSync(join(outside, 'out.txt'), 'utf8'), secret);
  });

  it('read no hard link to a file outside, and no write goes through one', async () => {
    const outside = makeFolder({ 'out.txt': secret });
    const folder = makeFolder({ 'one.txt': 'inside' });
    linkSync(join(outside, 'out.txt'), join(folder, 'linked.txt'));
    linkSync(join(folder, 'one.txt'), join(folder, 'two.txt'));
    await withFileTools(folder, 'writable', async ({ files, caller, read }) => {
      assert.match(refused(await files.readText(caller, 'linked.txt', { mostBytes: 100 })), /hard link/);
      refused(await files.readMedia(caller, 'linked.txt'));
      refused(await files.edit(caller, 'linked.txt', [{ oldText: 'canary', newText: 'x' }], 'apply'));
      refused(await files.write(caller, 'linked.txt', 'x'));
      const found = done(await files.searchText(caller, '', { ...anything, pattern: 'canary' }));
      assert.deepEqual([found.total, found.unreadable], [0, 1]);
      assert.equal(await read('two.txt'), 'inside');
    });
    assert.equal(readFileSync(join(outside, 'out.txt'), 'utf8'), secret);
  });

  it('open no FIFO, no device, no socket and no folder as a file, and wait for none', async () => {
    const folder = makeFolder({ 'sub/a.txt': 'x' });
    const options = { timeoutMs: 10_000, env: {} };
    assert.equal((await runCommand('/usr/bin/mkfifo', [join(folder, 'fifo')], options)).status, 0);
    const mayMakeDevices = process.getuid?.() === 0;
    if (mayMakeDevices) {
      const made = await runCommand('/usr/bin/mknod', [join(folder, 'device'), 'c', '1', '5'], options);
      assert.equal(made.status, 0, made.stderr);
    }
    const devices = mayMakeDevices ? ['device'] : [];
    const server = createServer().listen(join(folder, 'socket'));
    await once(server, 'listening');
    try {
      await withFileTools(folder, 'writable', async ({ files, caller }) => {
        for (const path of [...devices, 'fifo', 'socket', 'sub', '']) {
          assert.match(refused(await files.readText(caller, path, { mostBytes: 100 })), /no regular file/);
          refused(await files.write(caller, path, 'x'));
        }
        const { entries } = done(await files.list(caller, 'list_directory', '', false));
        assert.deepEqual(
          entries.map(({ name, kind }) => [name, kind]),
          [
            ...devices.map((name) => [name, 'other']),
            ['fifo', 'other'],
            ['socket', 'other'],
            ['sub', 'folder'],
          ],
        );
      });
    } finally {
      server.close();
    }
  });

  it('are not led out by a folder that is swapped for a link while they work', async () => {
    const outside = makeFolder({ 'data.txt': secret });
    const folder = makeFolder({ 'swapped/data.txt': 'inside' });
    symlinkSync(outside, join(folder, 'link'));
    let isOver = false;
    const swap = async (): Promise<number> => {
      let swaps = 0;
      for (; !isOver; swaps += 1) {
        renameSync(join(folder, 'swapped'), join(folder, 'aside'));
        renameSync(join(folder, 'link'), join(folder, 'swapped'));
        await new Promise((resolve) => setImmediate(resolve));
        renameSync(join(folder, 'swapped'), join(folder, 'link'));
        renameSync(join(folder, 'aside'), join(folder, 'swapped'));
        await new Promise((resolve) => setImmediate(resolve));
      }
      return swaps;
    };
    await withFileTools(folder, 'writable', async ({ files, caller }) => {
      const swapping = swap();
      for (let round = 0; round < 30; round += 1) {
        const answer = await files.readText(caller, 'swapped/data.txt', { mostBytes: 100 });
        if (answer.kind === 'done') assert.doesNotMatch(answer.value.content, /canary/);
        await files.write(caller, `swapped/new-${round}.txt`, 'x');
      }
      isOver = true;
      assert.ok((await swapping) > 0);
    });
    assert.deepEqual(readdirSync(outside), ['data.txt']);
  });

  it('handle names that people do not choose', async () => {
    const folder = makeFolder();
    const names = ['line\nbreak.txt', 'a b', '\u202eтест.txt', '-rf', 'x'.repeat(255), 'quo\'te"s', '..txt'];
    for (const name of names) writeFileSync(join(folder, name), name);
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xff, 0xfe, 0x61])]), 'bytes');
    await withFileTools(folder, 'writable', async ({ files, caller, read }) => {
      for (const name of names) assert.equal(await read(name), name);
      const { entries } = done(await files.list(caller, 'list_directory', '', false));
      assert.deepEqual(entries.map(({ name }) => name).sort(), [...names, '\\xff\\xfea'].sort());
      for (const name of ['new\n.txt', '\u202enew.txt'])
        assert.match(refused(await files.write(caller, name, 'x')), /not seen/);
      refused(await files.write(caller, 'y'.repeat(256), 'x'));
      unlinkSync(join(folder, 'a b'));
      mkdirSync(join(folder, 'a b'));
      assert.match(refused(await files.readText(caller, 'a b', { mostBytes: 9 })), /folder/);
    });
  });
});

const anything = { ...textQuery, pattern: 'x' };

alsoAsOrdinaryUser(import.meta.url);
