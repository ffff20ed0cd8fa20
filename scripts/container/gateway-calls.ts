// What the gateway, Node.js and bubblewrap need of the kernel beyond what a sandbox may do: together with the jail's table
// (src/sandbox/backends/bubblewrap/seccomp/table.ts) that is the seccomp profile of the container. Pure data.
// jail.kernel: each sandbox takes all of it away again before it reads a program.
import type { SyscallName } from '../../src/sandbox/backends/bubblewrap/seccomp/syscall-numbers.js';

export interface GatewayGroup {
  readonly name: string;
  /** Who needs these, and what for. */
  readonly reason: string;
  readonly calls: readonly SyscallName[];
}

/** Allowed here, though the jail refuses them. */
// prettier-ignore
export const gatewayCalls: readonly GatewayGroup[] = [
  {
    name: 'namespaces',
    reason: 'bubblewrap and each sandbox enter user namespaces of their own, and in them the others; `clone` does so by its flags.',
    calls: ['unshare', 'clone'],
  },
  {
    name: 'mounts',
    reason: 'bubblewrap and each sandbox build their root; the kernel lets them, in their own user namespace alone.',
    calls: ['mount', 'umount2', 'pivot_root', 'mount_setattr', 'open_tree', 'move_mount'],
  },
  {
    name: 'the name of the jail',
    reason: 'A sandbox is called pymcp, in a uts namespace of its own.',
    calls: ['sethostname'],
  },
  {
    name: 'the seal',
    reason: 'With these a sandbox gives up what it has: a filter, Landlock and empty capabilities can only take away.',
    calls: ['seccomp', 'capset', 'landlock_create_ruleset', 'landlock_add_rule', 'landlock_restrict_self'],
  },
  {
    name: 'watching files',
    reason: 'The gateway tells clients what has changed in the workspace.',
    calls: ['inotify_init', 'inotify_init1', 'inotify_add_watch', 'inotify_rm_watch'],
  },
];

/** ioctls of the gateway beyond those of the jail. SIOCSIFFLAGS: a sandbox switches its own loopback on. */
export const gatewayIoctls = { SIOCSIFFLAGS: 0x8914 } as const;

/** Families of sockets. Netlink: bubblewrap sets loopback up by it, Node.js asks for the addresses of the container. */
export const gatewayFamilies = { AF_UNIX: 1, AF_INET: 2, AF_INET6: 10, AF_NETLINK: 16 } as const;

/** Calls that the jail decides by their arguments and that pass whole here, since it is the jail that must say no. */
// prettier-ignore
export const widened: readonly SyscallName[] = [
  'fcntl', 'prctl', 'arch_prctl', 'setsockopt', 'open', 'openat', 'creat', 'chmod', 'fchmod', 'fchmodat', 'fchmodat2',
  'mknod', 'mknodat', 'renameat2', 'mmap', 'sched_setaffinity', 'sched_setparam', 'sched_setscheduler', 'prlimit64',
  'setpriority', 'ioprio_set', 'memfd_create',
];
