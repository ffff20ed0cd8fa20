import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type RunFacts, toPodmanEnvironment, toRunCommand, toSettings } from './run-arguments.js';

const facts: RunFacts = {
  podman: '/usr/bin/podman',
  runtime: { name: 'crun', path: '/usr/bin/crun', cgroups: 'disabled' },
  box: '/mnt',
  interpreter: '/usr/bin/python3.11',
  name: 'pymcp-gw-7-8-90ab-run-1',
  gateway: 'gw-7-8-90ab',
  egressSocketPath: null,
  masked: ['/sys', '/proc/cpuinfo'],
};

const valuesOf = (words: readonly string[], option: string): string[] =>
  words.flatMap((word, index) => (word === option ? [words[index + 1] ?? ''] : []));

describe('toRunCommand', () => {
  it('is exactly this', () => {
    assert.deepEqual(toRunCommand(facts).join(' ').split(' --env ')[0]?.split(' '), [
      ...['/usr/bin/podman', '--root', '/mnt/storage', '--runroot', '/mnt/run', '--tmpdir', '/mnt/tmp'],
      ...['--network-config-dir', '/mnt/networks', '--hooks-dir', '/mnt/hooks'],
      ...['--storage-driver', 'vfs', '--cgroup-manager', 'cgroupfs', '--events-backend', 'none'],
      ...['--runtime', '/usr/bin/crun'],
      ...['run', '--detach', '--rm', '--rootfs', '--pull', 'never', '--restart', 'no'],
      ...['--name', 'pymcp-gw-7-8-90ab-run-1', '--label', 'isolated-pymcp.gateway=gw-7-8-90ab'],
      ...['--read-only', '--read-only-tmpfs=false', '--cap-drop', 'all'],
      ...['--cap-add', 'sys_admin', '--cap-add', 'setpcap'],
      ...['--security-opt', 'no-new-privileges', '--security-opt', 'seccomp=/mnt/seccomp.json'],
      ...['--security-opt', 'label=disable', '--security-opt', 'mask=/sys:/proc/cpuinfo'],
      ...['--uidmap', '1000:0:1', '--uidmap', '0:1:1', '--gidmap', '1000:0:1', '--gidmap', '0:1:1'],
      ...['--user', '1000:1000', '--network', 'none', '--no-hosts', '--http-proxy=false'],
      ...['--ipc', 'none', '--pid', 'private', '--uts', 'private', '--cgroupns', 'private'],
      ...['--volume', '/mnt/shm:/dev/shm:rw,nosuid,nodev,noexec'],
      ...['--volume', '/mnt/nothing:/dev/mqueue:ro,nosuid,nodev,noexec'],
      ...['--mount', 'type=devpts,destination=/dev/pts,max=16', '--cgroups', 'disabled'],
      ...['--log-driver', 'passthrough', '--preserve-fds=4', '--pidfile', '/mnt/pid'],
      ...['--systemd', 'false', '--sdnotify', 'ignore', '--no-healthcheck', '--passwd=false'],
      ...['--image-volume', 'ignore', '--hostname', 'pymcp', '--workdir', '/', '--umask', '0022'],
      '--unsetenv-all',
    ]);
    assert.deepEqual(toRunCommand(facts).slice(-5), [
      ...['/mnt/place', '/usr/bin/python3.11', '-I', '-B', '/opt/pymcp/start_standalone.py'],
    ]);
  });

  it("gives nothing of the gateway's environment, no capability that pid 1 does not need, and no folder of the host's to write to", () => {
    const words = toRunCommand(facts);
    assert.deepEqual(valuesOf(words, '--cap-add'), ['sys_admin', 'setpcap']);
    assert.ok(words.every((word) => !word.startsWith('--privileged') && !word.startsWith('--device')));
    assert.deepEqual(valuesOf(words, '--volume'), [
      '/mnt/shm:/dev/shm:rw,nosuid,nodev,noexec',
      '/mnt/nothing:/dev/mqueue:ro,nosuid,nodev,noexec',
    ]);
    const names = valuesOf(words, '--env').map((pair) => pair.split('=')[0]);
    assert.equal(names.includes('PATH') && !names.includes('XDG_RUNTIME_DIR'), true);
  });

  it("hands the proxy's socket over where the sandbox has a network, and no network of Podman's", () => {
    const words = toRunCommand({ ...facts, egressSocketPath: '/run/x/egress.sock' });
    assert.ok(words.includes('--preserve-fds=5'));
    assert.deepEqual(valuesOf(words, '--network'), ['none']);
    assert.ok(words.every((word) => !word.includes('egress.sock')));
  });
});

describe("Podman's settings", () => {
  it('are below the box, and its locks are not those of the user', () => {
    const environment = toPodmanEnvironment('/mnt', 1001, 1002);
    for (const name of ['HOME', 'TMPDIR', 'XDG_RUNTIME_DIR', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME'])
      assert.match(environment[name] ?? '', /^\/mnt\//, name);
    assert.equal(environment['CONTAINERS_CONF'], '/mnt/containers.conf');
    assert.equal(environment['_CONTAINERS_ROOTLESS_UID'], '1001');
    assert.match(toSettings('/mnt'), /lock_type = "file"/);
  });
});
