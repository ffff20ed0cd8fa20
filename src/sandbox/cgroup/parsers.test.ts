import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseFlatKeyed } from './flat-keyed.js';
import { locateGroup } from './locate-group.js';
import { parseMountinfo } from './parse-mountinfo.js';
import { parseProcCgroup } from './parse-proc-cgroup.js';
import { parsePids } from './remove-group.js';
import { escapeLabel } from './systemd-bus.js';

const hybrid = '9:name=systemd:/a:b\n4:memory:/one/two\n2:cpu,cpuacct:/\n0::/user.slice\n';

describe('parseProcCgroup', () => {
  it('reads hierarchies, co-mounted controllers, and paths with colons', () => {
    assert.deepEqual(parseProcCgroup(hybrid), [
      { controllers: ['name=systemd'], path: '/a:b' },
      { controllers: ['memory'], path: '/one/two' },
      { controllers: ['cpu', 'cpuacct'], path: '/' },
      { controllers: [], path: '/user.slice' },
    ]);
  });

  it('passes over what it does not know', () => {
    assert.deepEqual(parseProcCgroup('\nnonsense\n1:cpu:relative\n'), []);
  });
});

const mountinfo = [
  '27 1 254:0 / / rw,relatime - ext4 /dev/vda rw',
  '35 31 0:32 / /sys/fs/cgroup/memory rw shared:9 master:1 - cgroup cgroup rw,memory',
  '36 31 0:33 /docker/abc /sys/fs/cgroup/cpu,cpuacct ro - cgroup cgroup rw,cpu,cpuacct',
  '41 31 0:38 /.. /elsewhere rw - cgroup2 cgroup2 rw',
  '42 31 0:38 / /with\\040blank rw - cgroup2 cgroup2 rw,nsdelegate',
].join('\n');

describe('parseMountinfo', () => {
  it('keeps control group mounts only, whatever optional fields stand between', () => {
    const mounts = parseMountinfo(mountinfo);
    assert.deepEqual(
      mounts.map(({ version, root, mountPoint }) => [version, root, mountPoint]),
      [
        [1, '/', '/sys/fs/cgroup/memory'],
        [1, '/docker/abc', '/sys/fs/cgroup/cpu,cpuacct'],
        [2, '/..', '/elsewhere'],
        [2, '/', '/with blank'],
      ],
    );
  });
});

describe('locateGroup', () => {
  const mounts = parseMountinfo(mountinfo);

  it('finds a group below the root of its mount', () => {
    assert.equal(locateGroup(mounts, 'memory', '/one'), '/sys/fs/cgroup/memory/one');
    assert.equal(locateGroup(mounts, 'memory', '/'), '/sys/fs/cgroup/memory');
  });

  it('finds a group in a mount that shows a part of the tree', () => {
    assert.equal(locateGroup(mounts, 'cpuacct', '/docker/abc'), '/sys/fs/cgroup/cpu,cpuacct');
    assert.equal(locateGroup(mounts, 'cpu', '/docker/abc/d'), '/sys/fs/cgroup/cpu,cpuacct/d');
  });

  it('does not guess where the mount shows another part', () => {
    assert.equal(locateGroup(mounts, 'cpu', '/docker/abcd'), undefined);
    assert.equal(locateGroup(mounts, 'pids', '/'), undefined);
  });

  it('refuses a group outside the namespace', () => {
    assert.equal(locateGroup(mounts, 'unified', '/../x'), undefined);
    assert.equal(locateGroup(mounts, 'unified', '/x'), '/with blank/x');
  });
});

describe('parseFlatKeyed', () => {
  it('reads the events of both versions', () => {
    assert.equal(parseFlatKeyed('oom_kill_disable 0\nunder_oom 0\noom_kill 3\n', 'oom_kill'), 3);
    assert.equal(parseFlatKeyed('low 0\nmax 12\noom 1\noom_kill 1\n', 'max'), 12);
  });

  it('takes an event that the kernel does not know as none', () => {
    assert.equal(parseFlatKeyed('oom_kill 3\n', 'oom_group_kill'), 0);
    assert.equal(parseFlatKeyed('max max\n', 'max'), 0);
  });
});

describe('parsePids', () => {
  it('leaves out this process and those it cannot see', () => {
    assert.deepEqual(parsePids(`0\n12\n${process.pid}\n13\n`), [12, 13]);
    assert.deepEqual(parsePids(''), []);
  });
});

describe('escapeLabel', () => {
  it('writes a unit as systemd does', () => {
    assert.equal(escapeLabel('isolated-pymcp-1000.scope'), 'isolated_2dpymcp_2d1000_2escope');
    assert.equal(escapeLabel('0day.service'), '_30day_2eservice');
  });
});
