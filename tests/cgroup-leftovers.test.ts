// Proves: jail.once, fail.closed. Nothing of a run or of a gateway survives in the groups, however it ended; who can have no groups,
// or not all, is told so.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { describe, it } from 'node:test';
import { defaultTotalLimits } from '../src/core/limits.js';
import { isAlive } from '../src/host/process-tree.js';
import { describeCgroups } from '../src/sandbox/cgroup/describe-cgroups.js';
import { endGateway, guest, openTree, startGateway, waitUntil } from './support/cgroup-processes.js';

const MiB = 1024 * 1024;
const isRoot = process.getuid?.() === 0;
const probe = await startGateway();
await endGateway(probe);

// Where no group can be had, nothing can stay; cgroup.test.ts sees that this is said.
if (probe.answer.kind === 'open') {
  describe('jail.once: of groups nothing stays', () => {
    it('when they are removed in order', async () => {
      const tree = await openTree();
      const leaf = await tree.openLeaf('run-1', { memoryBytes: 64 * MiB, pids: 8 });
      for (const { path } of tree.folders) assert.ok(readdirSync(path).includes('run-1'));
      await leaf.remove();
      for (const { path } of tree.folders) assert.ok(!readdirSync(path).includes('run-1'));
      await tree.close();
      for (const { path } of tree.folders) assert.ok(!existsSync(path));
    });

    it('when a gateway was killed: the next one ends its processes and takes its groups away', async () => {
      const dead = await startGateway('sleeper');
      assert.equal(dead.answer.kind, 'open', JSON.stringify(dead.answer));
      const { sleeper, folders } = dead.answer;
      assert.ok(sleeper !== undefined);
      dead.child.kill('SIGKILL');
      await once(dead.child, 'exit');
      assert.ok(
        isAlive(sleeper) && folders.every(({ path }) => existsSync(path)),
        'the control: it did stay',
      );
      const tree = await openTree();
      await waitUntil(() => !isAlive(sleeper));
      for (const { path } of folders) assert.ok(!existsSync(path), path);
      await tree.close();
    });

    it('when doctor has looked', async () => {
      const description = await describeCgroups({ total: defaultTotalLimits, ...guest });
      assert.equal(description.kind, 'usable');
      for (const { path } of description.bases) {
        const total = `${path}/isolated-pymcp-${process.getuid?.() ?? 0}`;
        // Other gateways of this user may be at work: none of the groups there is ours.
        const groups = existsSync(total) ? listFolders(total) : [];
        assert.deepEqual(
          groups.filter((name) => name.startsWith(`gw-${process.pid}-`)),
          [],
        );
      }
    });
  });

  if (isRoot && probe.answer.version === 1) {
    const nobodyElse = { uid: 54_321, gid: 54_321 };

    describe('fail.closed: an ordinary user on cgroup v1', () => {
      it('is told that there are no groups for him, and what to do', async () => {
        const gateway = await startGateway('nothing', nobodyElse);
        assert.equal(gateway.answer.kind, 'unavailable');
        assert.match(gateway.answer.why, /memory: no permission/);
        assert.match(gateway.answer.hint, /as root|container/);
        await endGateway(gateway);
      });

      it('has the limits whose groups were handed to him, and is told why not the others', async () => {
        const tree = await openTree();
        const handed = tree.folders.filter(({ controller }) => ['memory', 'pids'].includes(controller));
        const groups = handed.map(({ path }) => `${path}/handed-over`);
        for (const group of groups) {
          mkdirSync(group);
          for (const file of ['', '/cgroup.procs', '/tasks']) chownSync(`${group}${file}`, 54_321, 54_321);
        }
        const joinFiles = groups.map((group) => `${group}/cgroup.procs`);
        const gateway = await startGateway('nothing', nobodyElse, joinFiles);
        assert.equal(gateway.answer.kind, 'open', JSON.stringify(gateway.answer));
        const { memory, pids, cpu } = gateway.answer.levels;
        assert.deepEqual([memory.level, pids.level, cpu.level], ['enforced', 'enforced', 'not available']);
        assert.match(cpu.level === 'not available' ? cpu.why : '', /no permission/);
        await endGateway(gateway);
        for (const group of groups) assert.deepEqual(listFolders(group), []);
        await tree.close();
      });
    });
  }
}

function listFolders(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}
