import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type BodyFacts, toContainerBody } from './container-body.js';
import { toDockerProfile } from './docker-profile.js';

const user = { uid: 1004, gid: 100 };
const facts: BodyFacts = {
  image: 'isolated-pymcp:pymcp-0011aabb-gw-7-8-90ab-run-0',
  interpreter: '/usr/bin/python3.11',
  word: '0123456789abcdef0123456789abcdef',
  gateway: 'gw-7-8-90ab',
  ids: {
    ...{ container: user, gateway: user, guest: user, shown: 1004, outside: user },
    ...{ isRootless: false, ownUsers: false },
  },
  binds: [{ source: '/usr/lib', destination: '/usr/lib' }],
  masked: ['/sys', '/proc/cpuinfo'],
  limits: { memoryBytes: 256 << 20, cpus: 4, pids: 64, scratchBytes: 1 << 20, scratchInodes: 100 },
  hasNetwork: false,
  processors: 2,
};

const profile = toDockerProfile(facts.ids);

describe('toContainerBody', () => {
  it('is exactly this', () => {
    const { Env, ...body } = toContainerBody(facts);
    assert.ok(Env.includes('HOME=/home/mcp'));
    assert.deepEqual(body, {
      Image: facts.image,
      Entrypoint: ['/usr/bin/python3.11', '-I', '-B', '/opt/pymcp/start_standalone.py'],
      Cmd: [facts.word],
      User: '1004:100',
      WorkingDir: '/',
      Hostname: 'pymcp',
      Labels: { 'isolated-pymcp.gateway': 'gw-7-8-90ab' },
      AttachStdin: true,
      AttachStdout: true,
      AttachStderr: true,
      OpenStdin: true,
      StdinOnce: true,
      Tty: false,
      NetworkDisabled: true,
      Healthcheck: { Test: ['NONE'] },
      HostConfig: {
        AutoRemove: true,
        RestartPolicy: { Name: 'no' },
        LogConfig: { Type: 'none', Config: {} },
        Privileged: false,
        ReadonlyRootfs: true,
        CapAdd: [],
        CapDrop: ['ALL'],
        SecurityOpt: ['no-new-privileges', `seccomp=${JSON.stringify(profile)}`, 'label=disable'],
        NetworkMode: 'none',
        PidMode: '',
        UTSMode: '',
        CgroupnsMode: 'private',
        IpcMode: 'none',
        MaskedPaths: ['/sys', '/proc/cpuinfo'],
        ReadonlyPaths: [],
        Devices: [],
        Mounts: [
          {
            Type: 'bind',
            Source: '/usr/lib',
            Target: '/usr/lib',
            ReadOnly: true,
            BindOptions: { Propagation: 'private', NonRecursive: true },
          },
        ],
        Tmpfs: {
          '/tmp': 'rw,nosuid,nodev,noexec,size=1048576,nr_inodes=100,mode=1777,uid=1004,gid=100',
          '/dev/shm': 'rw,nosuid,nodev,noexec,size=1048576,nr_inodes=100,mode=1777,uid=1004,gid=100',
          '/home/mcp': 'rw,nosuid,nodev,noexec,size=1048576,nr_inodes=100,mode=700,uid=1004,gid=100',
          '/opt/line': 'rw,nosuid,nodev,noexec,size=4096,nr_inodes=3,mode=0711,uid=1004,gid=100',
          '/dev/mqueue': 'ro,nosuid,nodev,noexec,size=4096,nr_inodes=2,mode=0555',
          '/dev/pts': 'ro,nosuid,nodev,noexec,size=4096,nr_inodes=2,mode=0555',
        },
        Memory: (256 + 24) << 20,
        MemorySwap: (256 + 24) << 20,
        NanoCpus: 2e9,
        PidsLimit: 65,
        OomScoreAdj: 1000,
        OomKillDisable: false,
        Ulimits: [
          { Name: 'core', Soft: 0, Hard: 0 },
          { Name: 'nofile', Soft: 1024, Hard: 4096 },
        ],
      },
    });
  });

  it('has room for what makes the container, whatever the program may have; the relay is one process more', () => {
    const pidsOf = (change: Partial<BodyFacts>): number =>
      toContainerBody({ ...facts, ...change }).HostConfig.PidsLimit;
    assert.equal(pidsOf({ limits: { ...facts.limits, pids: 1 } }), 32);
    assert.equal(pidsOf({ hasNetwork: true }), 66);
  });

  it('lets no new namespace be made, in its profile, and speaks of every call that the jail decides', () => {
    const unshare = profile.syscalls.filter(({ names }) => names.includes('unshare'));
    assert.deepEqual(
      unshare.map(({ action }) => action),
      ['SCMP_ACT_ERRNO'],
    );
  });

  it('of a rootless daemon, is of its root, and lets it enter a user namespace, and no other', () => {
    const ids = {
      ...{
        container: { uid: 0, gid: 0 },
        gateway: { uid: 0, gid: 0 },
        guest: { uid: 1, gid: 1 },
        outside: { uid: 100_000, gid: 100_000 },
      },
      ...{ shown: 1000, isRootless: true, ownUsers: true },
    };
    const body = toContainerBody({ ...facts, ids });
    assert.equal(body.User, '0:0');
    assert.deepEqual(body.HostConfig.CapAdd, ['SETGID', 'SETPCAP', 'SETUID']);
    assert.match(body.HostConfig.Tmpfs['/home/mcp'] ?? '', /,mode=700,uid=1,gid=1$/);
    assert.match(body.HostConfig.Tmpfs['/opt/line'] ?? '', /,mode=0711,uid=0,gid=0$/);
    const rules = toDockerProfile(ids).syscalls.filter(({ names }) => names.includes('unshare'));
    const allowed = rules.filter(({ action }) => action === 'SCMP_ACT_ALLOW');
    assert.deepEqual(
      allowed.map(({ args }) => args),
      [[{ index: 0, value: 0x10000000, op: 'SCMP_CMP_EQ' }]],
    );
    assert.ok(body.HostConfig.SecurityOpt.includes(`seccomp=${JSON.stringify(toDockerProfile(ids))}`));
  });
});
