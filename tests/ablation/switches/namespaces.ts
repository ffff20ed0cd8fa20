// Namespaces, and who the guest is in them.
import { editsOf, type Switch } from '../switch.js';

const guest = 'guest/pymcp_guest/namespaces.py';
const outer = 'dist/sandbox/backends/bubblewrap/outer-jail.js';
const root = 'guest/pymcp_guest/root.py';
const identity = 'dist/host/process-identity.js';

export const namespaceSwitches: readonly Switch[] = [
  {
    name: 'user-namespace',
    layer: 'user-namespace',
    what: 'no user namespace at all: neither of the sandbox nor of the outer jail',
    as: 'root',
    needs: ['user-id'],
    edits: [
      ...editsOf(
        guest,
        ['    linux.CLONE_NEWUSER\n    | linux.CLONE_NEWNS', '    linux.CLONE_NEWNS'],
        ['        linux.write_file("/proc/self/setgroups", "deny")\n', ''],
        ['        linux.write_file("/proc/self/uid_map", f"{user} {user} 1")\n', ''],
        ['        linux.write_file("/proc/self/gid_map", f"{group} {group} 1")\n', ''],
      ),
      ...editsOf(
        outer,
        ["'--unshare-user', '--unshare-pid'", "'--cap-add', 'ALL', '--unshare-pid'"],
        ["...['--uid', String(insideId), '--gid', String(insideId)],", ''],
      ),
    ],
  },
  {
    name: 'user-namespace/own',
    layer: 'user-namespace',
    what: 'the sandbox stays in the user namespace of the outer jail',
    edits: editsOf(
      guest,
      ['    linux.CLONE_NEWUSER\n    | linux.CLONE_NEWNS', '    linux.CLONE_NEWNS'],
      ['        linux.write_file("/proc/self/setgroups", "deny")\n', ''],
      ['        linux.write_file("/proc/self/uid_map", f"{user} {user} 1")\n', ''],
      ['        linux.write_file("/proc/self/gid_map", f"{group} {group} 1")\n', ''],
    ),
  },
  {
    name: 'pid-namespace',
    layer: 'pid-namespace',
    what: 'the sandbox shares the processes of its template',
    edits: [
      ...editsOf(guest, ['    | linux.CLONE_NEWPID\n', '']),
      // A /proc of its own needs a pid namespace of its own.
      ...editsOf(root, [
        'linux.mount("proc", _NEW_ROOT + "/proc", "proc", _HARMLESS | linux.MS_NOEXEC, "subset=pid")',
        'linux.mount("/proc", _NEW_ROOT + "/proc", None, linux.MS_BIND | linux.MS_REC)',
      ]),
    ],
  },
  {
    name: 'net-namespace',
    layer: 'net-namespace',
    what: 'the sandbox shares the network of the host',
    edits: [
      ...editsOf(
        guest,
        ['    | linux.CLONE_NEWNET\n', ''],
        [
          '        fcntl.ioctl(probe, _SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", _IFF_UP_RUNNING))',
          '        pass',
        ],
      ),
      ...editsOf(outer, [", '--unshare-net']", ']']),
    ],
  },
  {
    name: 'net-namespace/own',
    layer: 'net-namespace',
    what: 'the sandbox shares the network of its template',
    edits: editsOf(
      guest,
      ['    | linux.CLONE_NEWNET\n', ''],
      [
        '        fcntl.ioctl(probe, _SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", _IFF_UP_RUNNING))',
        '        pass',
      ],
    ),
  },
  {
    name: 'ipc-namespace',
    layer: 'ipc-namespace',
    what: 'the sandbox shares the System V objects of its template',
    edits: editsOf(guest, ['    | linux.CLONE_NEWIPC\n', '']),
  },
  {
    name: 'uts-namespace',
    layer: 'uts-namespace',
    what: 'the sandbox has the name of the host',
    edits: [
      ...editsOf(
        guest,
        ['    | linux.CLONE_NEWUTS\n', ''],
        ['        linux.set_hostname("pymcp")', '        pass'],
      ),
      ...editsOf(outer, [" '--unshare-uts',", ''], ["        ...['--hostname', 'pymcp'],\n", '']),
    ],
  },
  {
    name: 'cgroup-namespace',
    layer: 'cgroup-namespace',
    what: 'the sandbox sees in which control groups of the host it is',
    edits: editsOf(guest, ['        linux.unshare(linux.CLONE_NEWCGROUP)\n', '']),
  },
  {
    name: 'user-namespace-quota',
    layer: 'user-namespace-quota',
    what: 'further user namespaces can be made',
    edits: editsOf(guest, ['    "max_user_namespaces": 0,\n', '']),
  },
  {
    name: 'user-namespace-quota/inotify',
    layer: 'user-namespace-quota',
    what: 'the inotify watches of the user can be used up',
    edits: editsOf(guest, ['    "max_inotify_instances": 16,\n    "max_inotify_watches": 1024,\n', '']),
  },
  {
    name: 'user-id',
    layer: 'user-id',
    what: 'the guest has the user id of a gateway that is root',
    as: 'root',
    edits: editsOf(identity, ['    if (own.uid !== 0)\n        return own;', '    return own;']),
  },
];
