// What the file tools do when the machine fails them or the caller goes: a full disk, a worker that is killed, a call that is
// cancelled. The file is the old one or the new one.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { sleep } from '../../src/host/clock.js';
import { startTimeOf } from '../../src/host/start-time.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { endOf } from '../support/command-line.js';
import { done, refused, textQuery, withFileTools } from '../support/file-tools.js';
import type { OnFullDisk } from '../support/full-disk-writer.js';
import { sandboxProcessesOf, waitFor } from '../support/host-processes.js';
import { slow } from '../support/time.js';
import { makeFolder } from '../support/workspace.js';

const writer = fileURLToPath(new URL('../support/full-disk-writer.js', import.meta.url));

/** In a mount namespace of its own, of which nothing is left; as the same user as this process. */
async function onDiskOfOneMegabyte(folder: string): Promise<OnFullDisk> {
  const [uid, gid] = [process.getuid?.() ?? 0, process.getgid?.() ?? 0];
  const mount = `mount -t tmpfs -o size=1m,mode=755 none '${folder}'`;
  const node = `'${process.execPath}' '${writer}' '${folder}'`;
  const words =
    uid === 0
      ? ['-m', '/bin/sh', '-ec', `${mount}; exec ${node}`]
      : ['-Urm', '/bin/sh', '-ec', `${mount}; exec unshare -U --map-user=${uid} --map-group=${gid} ${node}`];
  const child = spawn('/usr/bin/unshare', words, { timeout: slow(60_000), env: process.env });
  child.stdin.on('error', () => undefined).end();
  const { stdout, stderr } = await endOf(child);
  assert.notEqual(stdout, '', stderr);
  return JSON.parse(stdout) as OnFullDisk;
}

describe('a full disk', () => {
  it('leaves the old file whole and nothing beside it, is said, and works again when there is room', async () => {
    const folder = makeFolder();
    mkdirSync(join(folder, 'disk'));
    const { said, left, old, kept, afterwards, size } = await onDiskOfOneMegabyte(join(folder, 'disk'));
    assert.equal(said.length, 3);
    for (const words of said) assert.match(words, /files\.refused: .*the disk is full/);
    assert.deepEqual(left, ['a.txt', 'filler']);
    assert.equal(old, 'old');
    assert.equal(kept, 0);
    assert.deepEqual([afterwards, size], ['done', 300_000]);
  });
});

describe('a worker that is killed while it writes', () => {
  it('leaves the old file or the new one, at whatever moment, and no other name', async () => {
    const [before, after] = ['a'.repeat(1_500_000), 'b'.repeat(1_500_000)];
    const folder = makeFolder({ 'a.txt': before });
    await withFileTools(folder, 'writable', async ({ files, caller, read }) => {
      assert.match(await read('a.txt'), /^aaa/);
      const seen = new Set<string>();
      for (let round = 0; round < 12; round += 1) {
        const workers = sandboxProcessesOf(process.pid);
        const write = files.write(caller, 'a.txt', after);
        // From before it has begun to about when it is done.
        if (round > 0) await sleep(round * 6);
        for (const { pid } of workers) killIfThere(pid);
        seen.add((await write).kind);
        await waitFor('their end', () =>
          workers.every(({ pid, startTime }) => startTimeOf(pid) !== startTime),
        );
        const content = readFileSync(join(folder, 'a.txt'), 'utf8');
        assert.ok(content === before || content === after, `${content.length} bytes, round ${round}`);
        assert.deepEqual(readdirSync(folder), ['a.txt']);
        done(await files.write(caller, 'a.txt', before));
        assert.equal(readFileSync(join(folder, 'a.txt'), 'utf8'), before);
      }
      assert.ok(seen.has('refused'), 'one was killed in time');
    });
  });
});

describe('a call that is cancelled while it runs', () => {
  it('ends at once, and the next one is answered', async () => {
    const folder = makeFolder({ 'a.txt': `${'a'.repeat(60)}!\n` });
    await withFileTools(folder, 'read-only', async ({ files, caller, read }) => {
      const cancel = new AbortController();
      const search = files.searchText(caller, '', { ...query, pattern: '(a|aa)+$' }, cancel.signal);
      await waitFor('the search takes time', () => sandboxProcessesOf(process.pid).some(isBusy));
      cancel.abort();
      assert.match(refused(await search), /gateway\.cancelled/);
      assert.ok(!sandboxProcessesOf(process.pid).some(isBusy));
      assert.equal(done(await files.searchText(caller, '', { ...query, pattern: 'a+' })).total, 1);
      assert.match(await read('a.txt'), /^aa/);
    });
  });

  it('or before it ran, is not begun', async () => {
    const folder = makeFolder({ 'a.txt': 'x' });
    await withFileTools(folder, 'read-only', async ({ files, caller, read }) => {
      const gone = AbortSignal.abort();
      const { kind } = await files.readText(caller, 'a.txt', { mostBytes: 9 }, gone);
      assert.equal(kind, 'refused');
      assert.match(
        refused(await files.tree(caller, '', { excluded: [], withIgnored: false }, gone)),
        /cancelled/,
      );
      assert.equal(await read('a.txt'), 'x');
    });
  });
});

const query = { ...textQuery, isRegex: true };

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** It has used the processor for half a second and more. */
function isBusy({ pid }: { readonly pid: number }): boolean {
  try {
    const [, rest = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
    return Number(rest.split(' ')[11]) >= 50;
  } catch {
    return false;
  }
}

alsoAsOrdinaryUser(import.meta.url);
