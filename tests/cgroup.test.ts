// Proves: limit.memory, limit.cpu. The kernel holds a sandbox, and everything together, to its limits.
// Real groups and real processes. Where no group can be had the promise is another one: say so, with the fix.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { after, describe, it } from 'node:test';
import { PymcpError } from '../src/core/errors.js';
import { defaultTotalLimits } from '../src/core/limits.js';
import { describeCgroups } from '../src/sandbox/cgroup/describe-cgroups.js';
import { openCgroupTree } from '../src/sandbox/cgroup/open-cgroup-tree.js';
import {
  endGateway,
  guest,
  openTree,
  startGateway,
  startInLeaf,
  waitUntil,
} from './support/cgroup-processes.js';

const MiB = 1024 * 1024;
const isRoot = process.getuid?.() === 0;

// Before this process opens groups itself: under systemd it would already be where these are to find their way to.
const atOnce = await Promise.all([startGateway(), startGateway(), startGateway()]);
const [first] = atOnce;
assert.ok(first);
after(async () => {
  await Promise.all(atOnce.map(endGateway));
});

if (first.answer.kind === 'unavailable') {
  describe('limit.memory limit.cpu: where no control group can be had', () => {
    it('says so, with the reason and the fix', async () => {
      const attempt = await openCgroupTree({ total: defaultTotalLimits, ...guest });
      assert.equal(attempt.kind, 'unavailable');
      assert.match(attempt.why, /cgroup|control group/);
      assert.match(attempt.hint, /root|systemd-run|loginctl|Delegate/);
      assert.deepEqual(await describeCgroups({ total: defaultTotalLimits, ...guest }), attempt);
    });
  });
} else {
  describe('limit.memory limit.cpu: the total', () => {
    it('is shared by gateways that start at once', () => {
      const totals = atOnce.map(({ answer }) => {
        assert.equal(answer.kind, 'open', JSON.stringify(answer));
        return answer.folders.map(({ path }) => path.split('/').slice(0, -1).join('/'));
      });
      for (const total of totals) assert.deepEqual(total, totals[0]);
    });

    it('survives the gateways that end before the others', async () => {
      await Promise.all(atOnce.map(endGateway));
      const tree = await openTree();
      for (const { path } of tree.folders) assert.ok(existsSync(path));
      await tree.close();
    });

    it('bounds two leaves together', async () => {
      const tree = await openTree({ ...defaultTotalLimits, memoryBytes: 96 * MiB });
      const one = await tree.openLeaf('run-1', { memoryBytes: 512 * MiB });
      const two = await tree.openLeaf('run-2', { memoryBytes: 512 * MiB });
      const eaters = [await startInLeaf(tree, one, 'exec tail /dev/zero')];
      eaters.push(await startInLeaf(tree, two, 'exec tail /dev/zero'));
      await Promise.all(eaters.map(({ exited }) => exited));
      assert.ok(one.readEvents().oomKills > 0 && two.readEvents().oomKills > 0);
      for (const leaf of [one, two]) {
        assert.ok((leaf.readUsage().peakMemoryBytes ?? 0) <= 97 * MiB);
        await leaf.remove();
      }
      await tree.close();
    });
  });

  describe('limit.memory limit.cpu: a leaf', () => {
    it('kills what exceeds its memory, and says so even when it is gone', async () => {
      const tree = await openTree();
      const leaf = await tree.openLeaf('run-1', { memoryBytes: 64 * MiB, pids: 8 });
      const eater = await startInLeaf(tree, leaf, 'exec tail /dev/zero');
      assert.equal(await eater.exited, 'SIGKILL');
      await leaf.remove();
      assert.ok(leaf.readEvents().oomKills > 0);
      assert.equal(leaf.readEvents().pidsRefused, 0);
      const { peakMemoryBytes } = leaf.readUsage();
      if (peakMemoryBytes !== null) assert.ok(peakMemoryBytes > 32 * MiB && peakMemoryBytes <= 64 * MiB);
      await tree.close();
    });

    it('refuses forks beyond its number of processes', async () => {
      const tree = await openTree();
      const leaf = await tree.openLeaf('run-1', { memoryBytes: 64 * MiB, pids: 8 });
      const forker = await startInLeaf(tree, leaf, 'for i in 1 2 3 4 5 6 7 8 9 10; do sleep 60 & done; wait');
      await waitUntil(() => leaf.readEvents().pidsRefused > 0);
      assert.equal(leaf.readEvents().oomKills, 0);
      await tree.close();
      await forker.exited;
    });

    it('holds the processors it may use, and counts their time', async () => {
      const tree = await openTree();
      const leaf = await tree.openLeaf('run-1', { cpus: 0.2 });
      const spinner = await startInLeaf(tree, leaf, 'while :; do :; done');
      const from = { wall: Date.now(), cpu: leaf.readUsage().cpuMs };
      await waitUntil(() => Date.now() - from.wall > 1500);
      const { cpuMs } = leaf.readUsage();
      assert.ok(cpuMs !== null && from.cpu !== null && cpuMs > 0);
      assert.ok((cpuMs - from.cpu) / (Date.now() - from.wall) < 0.3, `${cpuMs} ms`);
      spinner.kill();
      await spinner.exited;
      await leaf.remove();
      await tree.close();
    });

    // A guest of an ordinary user has his uid: there it is the jail's root, without these folders, that holds.
    if (isRoot) {
      it('lets its processes loosen nothing', async () => {
        const tree = await openTree();
        const leaf = await tree.openLeaf('run-1', { memoryBytes: 64 * MiB, pids: 8 });
        const memory = tree.folders.find(
          ({ controller }) => controller === 'memory' || controller === 'unified',
        );
        assert.ok(memory);
        const file = tree.version === 1 ? 'memory.limit_in_bytes' : 'memory.max';
        const before = readFileSync(`${memory.path}/run-1/${file}`, 'utf8');
        const writer = await startInLeaf(
          tree,
          leaf,
          `echo 999999999 > ${memory.path}/run-1/${file}; sleep 60`,
        );
        const maker = await startInLeaf(tree, leaf, `mkdir ${memory.path}/run-1/loose || exit 7`);
        assert.equal(await maker.exited, 7);
        assert.equal(readFileSync(`${memory.path}/run-1/${file}`, 'utf8'), before);
        writer.kill();
        await writer.exited;
        await tree.close();
      });
    }

    it('ends everything in it at once where the kernel can', async () => {
      const tree = await openTree();
      const leaf = await tree.openLeaf('run-1', { pids: 8 });
      const sleeper = await startInLeaf(tree, leaf, 'sleep 60 & sleep 60 & wait');
      const killed = leaf.kill();
      assert.equal(killed, tree.version === 2);
      if (!killed) await tree.close();
      assert.equal(await sleeper.exited, 'SIGKILL');
      if (killed) await tree.close();
    });

    it('is refused, not loosened, where it cannot be made', async () => {
      const tree = await openTree();
      const leaf = await tree.openLeaf('run-1', { pids: 8 });
      await assert.rejects(tree.openLeaf('run-1', {}), isCode('cgroup.failed'));
      await assert.rejects(tree.openLeaf('../run-2', {}), isCode('internal.bug'));
      assert.ok(leaf.joinFiles.length > 0 && leaf.readEvents().oomKills === 0, 'the first is untouched');
      await assert.rejects(leaf.adopt(2 ** 22 + 1), isCode('cgroup.failed'));
      await tree.close();
    });

    it('that is still inhabited is not reported as removed', async () => {
      const tree = await openTree();
      const leaf = await tree.openLeaf('run-1', { pids: 8 });
      const sleeper = await startInLeaf(tree, leaf, 'exec sleep 60');
      await assert.rejects(leaf.remove(), isCode('cgroup.failed'));
      sleeper.kill();
      await sleeper.exited;
      await leaf.remove();
      await tree.close();
    });
  });
}

function isCode(code: string): (error: unknown) => boolean {
  return (error) => error instanceof PymcpError && error.code === code && error.hint !== '';
}
