import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseContainerEvent } from './container-event.js';
import { toHiddenPlaces } from './hidden-places.js';
import { chooseRuntime } from './runtime.js';
import { toStartHint } from './start-hints.js';
import { firstSubordinateId, noSubordinateIds } from './subordinate-ids.js';
import { gatewayOf, toContainerName } from './sweep-containers.js';

describe('chooseRuntime', () => {
  const both = { crun: '/usr/bin/crun', runc: '/usr/sbin/runc' };
  it('takes crun, which leaves control groups alone, where there is version 2 alone', () => {
    assert.deepEqual(chooseRuntime(both, true), { name: 'crun', path: '/usr/bin/crun', cgroups: 'disabled' });
    assert.equal(chooseRuntime({ ...both, crun: null }, true)?.name, 'runc');
  });

  it('takes runc elsewhere, since crun refuses the hybrid', () => {
    assert.deepEqual(chooseRuntime(both, false), {
      name: 'runc',
      path: '/usr/sbin/runc',
      cgroups: 'no-conmon',
    });
    assert.equal(chooseRuntime({ ...both, runc: null }, false), null);
  });
});

describe('firstSubordinateId', () => {
  const text = 'other:100000:65536\nme:165536:65536\n1001:500000:2\nbroken:x:1\nempty:7:0\n';
  it('finds a range by name or by number', () => {
    assert.equal(firstSubordinateId(text, 'me', 1000), 165536);
    assert.equal(firstSubordinateId(text, null, 1001), 500000);
  });

  it('finds none that is not whole, empty, or of somebody else', () => {
    for (const name of ['broken', 'empty', 'nobody'])
      assert.equal(firstSubordinateId(text, name, 5), null, name);
    assert.equal(firstSubordinateId('\n::\n', '', 5), null);
    assert.match(noSubordinateIds('me', 1000).hint, /usermod --add-subuids .* me /);
  });
});

describe('gatewayOf', () => {
  const parent = '/run/isolated-pymcp';
  const folder = `${parent}/gw-77-123456-0a1b2c3d`;
  const gateway = { pid: 77, startTime: '123456' };
  it('knows a launcher by its folder and conmon by the name of its container', () => {
    const launcher = ['/usr/bin/python3', '-I', '/x/start_container.py', `${folder}/run-3`, ''];
    const conmon = ['/usr/bin/conmon', '--api-version', '1', '-n', toContainerName(folder, 3), ''];
    for (const words of [launcher, conmon]) assert.deepEqual(gatewayOf(words.join('\0'), parent), gateway);
  });

  it("takes no process of somebody else's for one of ours", () => {
    for (const words of [
      ['vim', `${folder}/guest/agent.py`],
      ['cat', '/tmp/gw-77-123456-0a1b2c3d/run-3'],
      ['podman', 'run', '--name', `my-${toContainerName(folder, 3)}`],
      ['conmon', '-n', toContainerName('/run/user/1000/isolated-pymcp/gw-77-123456-0a1b2c3d', 3)],
      ['conmon', '-n', 'pymcp'],
      [''],
    ])
      assert.equal(gatewayOf(words.join('\0'), parent), null, words.join(' '));
  });
});

describe('toHiddenPlaces', () => {
  it('covers all of /proc that is of no process, and /sys', () => {
    assert.deepEqual(
      toHiddenPlaces(['1', 'self', 'thread-self', 'mounts', 'net', 'sys', 'cpuinfo', '4711']),
      [...['/sys', '/proc/cpuinfo', '/proc/sys']],
    );
  });
});

describe('parseContainerEvent', () => {
  it('reads what the launcher says, and takes anything else for a failure', () => {
    assert.deepEqual(parseContainerEvent('{"event": "started", "pid": 7}\n'), { event: 'started', pid: 7 });
    assert.equal(parseContainerEvent('{"event": "started"'), null);
    for (const text of ['hello\n', '{"event": "started", "pid": 1}\n', 'null\n'])
      assert.equal(parseContainerEvent(text)?.event, 'failed', text);
  });
});

describe('toStartHint', () => {
  it('tells what mends the usual failures', () => {
    assert.match(toStartHint('ids: newuidmap: uid range not allowed'), /usermod/);
    assert.match(toStartHint('crun: cgroups in hybrid mode not supported'), /runc/);
    assert.match(toStartHint('namespaces: unshare 0x10000000: Operation not permitted'), /doctor/);
    assert.match(toStartHint('Error: unknown flag: --passwd'), /4\.3/);
  });
});
