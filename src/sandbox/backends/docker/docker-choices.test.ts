import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PymcpError } from '../../../core/errors.js';
import { toLimitLevels } from '../bubblewrap/limit-levels.js';
import { toDockerLevels } from './docker-levels.js';
import { findDockerSocket, refuseOwnIds } from './docker-socket.js';
import { FrameText } from './frame-text.js';
import { toDaemonHint } from './start-hints.js';

const refusal =
  (message: RegExp) =>
  (error: unknown): boolean =>
    error instanceof PymcpError && message.test(error.message) && error.hint.length > 10;

describe('findDockerSocket', () => {
  it('refuses a daemon that is not of this machine', async () => {
    for (const host of [
      'tcp://10.0.0.1:2375',
      'ssh://somebody@host',
      'unix://relative.sock',
      'npipe:////./pipe/x',
    ])
      await assert.rejects(
        findDockerSocket(host),
        refusal(/only a Docker daemon of this machine|is not there|maps|user namespace/),
      );
  });

  it('says what to do where nothing listens', async () => {
    await assert.rejects(
      findDockerSocket('unix:///nonexistent/docker.sock'),
      refusal(/no Docker daemon listens|user namespace/),
    );
  });
});

describe('refuseOwnIds', () => {
  it('takes the ids of the machine alone', () => {
    refuseOwnIds('         0          0 4294967295\n');
    for (const map of ['0 1000 1\n', '1000 0 1\n', '0 100000 65536\n', '0 0 65536\n', ''])
      assert.throws(
        () => {
          refuseOwnIds(map);
        },
        refusal(/user namespace/),
      );
  });
});

describe('toDockerLevels', () => {
  const none = toLimitLevels({ kind: 'unavailable', why: 'no group' }, [6, 1]);
  const all = { MemoryLimit: true, CpuCfsQuota: true, PidsLimit: true, CgroupDriver: 'systemd' };

  it('is enforced where the daemon can limit it', () => {
    const levels = toDockerLevels(none, all, false);
    assert.deepEqual(
      [levels.memory.level, levels.cpu.level, levels.pids.level],
      ['enforced', 'enforced', 'enforced'],
    );
  });

  it('is less where it cannot: RLIMIT_NPROC would count the processes of the user outside', () => {
    for (const means of [
      { MemoryLimit: false, CpuCfsQuota: false, PidsLimit: false, CgroupDriver: 'cgroupfs' },
      { ...all, CgroupDriver: 'none' },
    ]) {
      const levels = toDockerLevels(none, means, false);
      assert.deepEqual(
        [levels.memory.level, levels.cpu.level, levels.pids.level],
        ['watched', 'not available', 'watched'],
      );
      assert.deepEqual(toDockerLevels(none, means, true).pids, none.pids);
    }
  });
});

describe('FrameText', () => {
  const frame = (text: string): Buffer => {
    const header = Buffer.alloc(8);
    header[0] = 2;
    header.writeUInt32BE(Buffer.byteLength(text), 4);
    return Buffer.concat([header, Buffer.from(text)]);
  };

  it('reads what is said, however it is cut', () => {
    const all = Buffer.concat([frame('one '), frame(''), frame('two')]);
    for (let size = 1; size <= all.length; size += 1) {
      const words = new FrameText();
      for (let at = 0; at < all.length; at += size) words.add(all.subarray(at, at + size));
      assert.equal(words.text, 'one two', `parts of ${size}`);
    }
  });

  it('keeps the last words of many', () => {
    const words = new FrameText();
    for (let index = 0; index < 5000; index += 1) words.add(frame(`line ${index}\n`));
    assert.ok(words.text.length <= 8192);
    assert.ok(words.text.endsWith('line 4999\n'));
  });
});

describe('toDaemonHint', () => {
  it('says what a person can do', () => {
    assert.match(toDaemonHint('connect EACCES /var/run/docker.sock'), /usermod -aG docker/);
    assert.match(toDaemonHint('connect ECONNREFUSED /var/run/docker.sock'), /systemctl start docker/);
    assert.match(toDaemonHint('write /x: no space left on device'), /docker system df/);
    assert.match(toDaemonHint('whatever'), /pymcp doctor/);
  });
});
