// Why a call of argument-rules.ts is allowed for some arguments only, as table.ts says it of the others. Pure data, for
// docs/system-calls.md.
import type { SyscallName } from './syscall-numbers.js';

export interface ArgumentReason {
  readonly calls: readonly SyscallName[];
  /** What the refused arguments could do, one sentence. */
  readonly reason: string;
}

/** Each call of argument-rules.ts once. */
export const argumentReasons: readonly ArgumentReason[] = [
  {
    calls: ['clone'],
    reason:
      'Processes and threads, never a namespace (a new user namespace gives capabilities), a child of somebody else, or descriptors shared with what is no thread.',
  },
  {
    calls: ['fcntl'],
    reason:
      'Not listed are leases, which stop whoever writes a file on the host, directory notification, and locks that no process owns.',
  },
  {
    calls: ['ioctl'],
    reason:
      'TIOCSTI and TIOCLINUX type into a terminal (CVE-2017-5226), TIOCSETD loads drivers; namespaces, tun, block devices and file system flags have ioctls too.',
  },
  {
    calls: ['prctl'],
    reason:
      'Not listed are capabilities, filters, speculation control, the layout of memory and who may trace; a process may become dumpable and not cease to be.',
  },
  {
    calls: ['arch_prctl'],
    reason:
      'The loader and AMX libraries need these; a kernel answers EINVAL to an option that it does not know.',
  },
  { calls: ['personality'], reason: 'It can be asked and reset; others switch address randomisation off.' },
  {
    calls: ['socket', 'socketpair'],
    reason:
      'No netlink, packets, vsock (on WSL2 it starts Windows programs), kernel cryptography or CAN, no raw sockets, no MPTCP, SCTP or ICMP; each is answered as by a kernel without it.',
  },
  {
    calls: ['setsockopt'],
    reason: 'No BPF program through the door of a socket, and no kernel TLS under one.',
  },
  {
    calls: ['open', 'openat', 'creat', 'chmod', 'fchmod', 'fchmodat', 'fchmodat2'],
    reason: 'Nothing setuid or setgid reaches the disk of the host: nosuid holds inside the jail only.',
  },
  {
    calls: ['mknod', 'mknodat', 'renameat2'],
    reason: 'Files, FIFOs and sockets, never a device or a whiteout, which is one.',
  },
  {
    calls: ['mmap', 'memfd_create'],
    reason: 'Huge pages come from a pool of the host that a memory cgroup does not count.',
  },
  {
    calls: [
      'sched_setaffinity',
      'sched_setparam',
      'sched_setscheduler',
      'prlimit64',
      'setpriority',
      'ioprio_set',
    ],
    reason: 'Pid 1 of the jail, which interrupts and ends the others, keeps its priority and its limits.',
  },
];
