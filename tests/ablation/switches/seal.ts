// What a sandbox gives up: descriptors, capabilities, privileges, files by Landlock, limits of a process, its environment.
import { editsOf, type Switch } from '../switch.js';

const seal = 'guest/pymcp_guest/seal.py';
const birth = 'guest/pymcp_guest/birth.py';
const landlock = 'guest/pymcp_guest/landlock.py';
const templateProcess = 'dist/sandbox/backends/bubblewrap/template-process.js';

const rlimit = (name: string, value: string, what: string): Switch => ({
  name: `rlimits/${name.toLowerCase()}`,
  layer: 'rlimits',
  what,
  edits: editsOf(seal, [`        resource.RLIMIT_${name}: ${value},\n`, '']),
});

export const sealSwitches: readonly Switch[] = [
  {
    name: 'descriptors',
    layer: 'descriptors',
    what: 'whatever the template has open stays open',
    edits: [...editsOf(seal, ['        linux.close_from(keep_below)', '        os.open("/", os.O_RDONLY)'])],
  },
  {
    name: 'capabilities',
    layer: 'capabilities',
    what: 'the sandbox keeps every capability that its user namespace has given it',
    edits: editsOf(
      seal,
      ['        _drop_capabilities(capabilities)', '        _keep_capabilities(capabilities)'],
      [
        'def _drop_capabilities(last: int) -> None:\n',
        `def _keep_capabilities(last: int) -> None:
    import struct as s
    low, high = (1 << last + 1) - 1 & 0xFFFFFFFF, (1 << last + 1) - 1 >> 32
    linux.syscall("capset", s.pack("=II", _CAPABILITY_VERSION_3, 0), s.pack("=IIIIII", low, low, low, high, high, high))
    for capability in range(last + 1):
        linux.prctl2(linux.PR_CAP_AMBIENT, 2, capability)


def _drop_capabilities(last: int) -> None:
`,
      ],
    ),
  },
  {
    name: 'capabilities/sets',
    layer: 'capabilities',
    what: 'effective, permitted and inheritable capabilities are kept',
    edits: editsOf(seal, [
      '    linux.syscall("capset", struct.pack("=II", _CAPABILITY_VERSION_3, 0), bytes(24))\n',
      '',
    ]),
  },
  {
    name: 'capabilities/bounding-set',
    layer: 'capabilities',
    what: 'the bounding set is left full',
    edits: editsOf(seal, ['        linux.prctl(linux.PR_CAPBSET_DROP, capability)', '        pass']),
  },
  {
    name: 'capabilities/securebits',
    layer: 'capabilities',
    what: 'the securebits are neither set nor locked',
    edits: editsOf(seal, ['    linux.prctl(linux.PR_SET_SECUREBITS, _SECUREBITS)\n', '']),
  },
  {
    name: 'no-new-privs',
    layer: 'no-new-privs',
    what: 'the seal does not promise that no program gains privileges',
    unseen:
      'bubblewrap has promised it before, for the template and all below it, and nobody can take it back',
    edits: editsOf(seal, ['        linux.prctl(linux.PR_SET_NO_NEW_PRIVS, 1)', '        pass']),
  },
  {
    name: 'landlock',
    layer: 'landlock',
    what: 'Landlock is not applied',
    edits: editsOf(seal, [
      '            landlock.restrict(landlock_abi, _rules(template, landlock_abi))',
      '            pass',
    ]),
  },
  {
    name: 'landlock/execute',
    layer: 'landlock',
    what: 'Landlock lets everything be executed',
    edits: editsOf(landlock, [
      '    handled = all_rights(abi)\n',
      '    handled = all_rights(abi) & ~EXECUTE\n',
    ]),
  },
  {
    name: 'landlock/write',
    layer: 'landlock',
    what: 'Landlock lets everything be written',
    edits: editsOf(landlock, [
      '    handled = all_rights(abi)\n',
      '    handled = all_rights(abi) & ~(WRITE_FILE | TRUNCATE | (1 << 13) - (1 << 4))\n',
    ]),
  },
  {
    name: 'landlock/read',
    layer: 'landlock',
    what: 'Landlock lets everything be read',
    edits: editsOf(landlock, [
      '    handled = all_rights(abi)\n',
      '    handled = all_rights(abi) & ~(READ_FILE | READ_DIR)\n',
    ]),
  },
  {
    name: 'landlock/scope',
    layer: 'landlock',
    what: 'Landlock scopes neither abstract sockets nor signals',
    unseen:
      'namespaces keep the same, so it is seen only where the network is dropped with it (network/abstract-sockets)',
    edits: editsOf(landlock, ['_SCOPE_ABSTRACT_SOCKETS_AND_SIGNALS if scoped and abi >= 6 else 0', '0']),
  },
  {
    name: 'rlimits',
    layer: 'rlimits',
    what: 'no limit of a process is set',
    edits: editsOf(seal, ['            resource.setrlimit(kind, (value, value))', '            pass']),
  },
  rlimit('CORE', '0', 'core dumps can be had'),
  rlimit('NOFILE', 'launch.open_files', 'descriptors are not bounded'),
  rlimit('FSIZE', 'launch.file_bytes', 'a file may be of any size'),
  rlimit('MEMLOCK', '64 * 1024', 'memory can be locked'),
  rlimit('MSGQUEUE', '0', 'message queues may hold bytes'),
  rlimit('SIGPENDING', '256', 'signals may wait without bound'),
  rlimit('NPROC', 'launch.processes', 'processes are not counted in the user namespace'),
  {
    ...rlimit(
      'DATA',
      'launch.data_bytes',
      'the memory of one process is not bounded where no group holds it',
    ),
    groups: 'none',
  },
  {
    name: 'dumpable',
    layer: 'dumpable',
    what: 'pid 1 can be looked into',
    edits: editsOf(birth, ['    linux.prctl(linux.PR_SET_DUMPABLE, 0)\n', '']),
  },
  {
    name: 'empty-environment',
    layer: 'empty-environment',
    what: 'the environment of the gateway is handed down',
    edits: editsOf(templateProcess, [
      '            env: start.env ?? {},',
      '            env: { ...process.env },',
    ]),
  },
  {
    name: 'oom-score',
    layer: 'oom-score',
    what: 'the kernel does not take guests first when memory is short',
    edits: editsOf(birth, ['        linux.write_file("/proc/self/oom_score_adj", "1000")', '        pass']),
  },
];
