// What Docker prints of a container that is started by container/compose.yaml, as far as it is read.
export const dockerContainer: unknown = [
  {
    Image: 'sha256:abc',
    AppArmorProfile: 'isolated-pymcp',
    ProcessLabel: 'system_u:system_r:container_t:s0:c1,c2',
    State: { Status: 'running', Health: { Status: 'healthy' } },
    Mounts: [
      {
        Type: 'volume',
        Source: '/var/lib/docker/volumes/data/_data',
        Destination: '/var/lib/pymcp',
        Propagation: '',
      },
      { Type: 'bind', Source: '/home/me/project', Destination: '/workspace', Propagation: 'rprivate' },
    ],
    NetworkSettings: {
      Ports: { '3001/tcp': [{ HostIp: '127.0.0.1', HostPort: '3001' }] },
      Networks: { isolated_pymcp: {} },
    },
    HostConfig: {
      NetworkMode: 'isolated_pymcp',
      RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 5 },
      CapAdd: null,
      CapDrop: ['ALL'],
      IpcMode: 'private',
      PidMode: '',
      UTSMode: '',
      UsernsMode: '',
      Privileged: false,
      ReadonlyRootfs: true,
      SecurityOpt: ['no-new-privileges:true', 'seccomp={}', 'apparmor=isolated-pymcp'],
      Memory: 1_073_741_824,
      MemorySwap: 1_073_741_824,
      NanoCpus: 2_000_000_000,
      CpuPeriod: 0,
      CpuQuota: 0,
      PidsLimit: 512,
      CgroupParent: '',
      Devices: [],
      Ulimits: [
        { Name: 'nofile', Soft: 1024, Hard: 4096 },
        { Name: 'nproc', Soft: 1024, Hard: 1024 },
      ],
    },
  },
];

export const dockerImage: unknown = [
  {
    Id: 'sha256:abc',
    Config: {
      User: '10001:10001',
      Env: ['PATH=/usr/bin', 'HOME=/var/lib/pymcp'],
      ExposedPorts: { '3001/tcp': {} },
      Healthcheck: { Test: ['CMD', '/usr/local/bin/node', '/health.mjs'] },
      Labels: { 'org.opencontainers.image.title': 'isolated-pymcp' },
    },
  },
];

const statusOf = (name: string, pid: number): string =>
  [
    `Name:\t${name}`,
    `Pid:\t${pid}`,
    'Uid:\t10001\t10001\t10001\t10001',
    'CapBnd:\t0000000000000000',
    'NoNewPrivs:\t1',
    'Seccomp:\t2',
    '',
  ].join('\n');

/** Of /proc/PID/status inside. */
export const statuses = statusOf('tini', 1) + statusOf('node', 2);
