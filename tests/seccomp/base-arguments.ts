// The arguments of a call that its rule does not look at, so chosen that the kernel has an answer of its own whatever the
// others are. Pure data; -1 where nothing is said.
import type { SyscallName } from '../../src/sandbox/backends/bubblewrap/seccomp/syscall-numbers.js';
import type { Right } from './probe.js';

interface Base {
  readonly words: readonly bigint[];
  readonly right?: Right;
}

/** CLONE_SIGHAND without CLONE_VM: no clone is made with it (EINVAL). The lowest byte is SIGCHLD. */
const impossibleClone = 0x800n | 17n;
const impossibleType = 0x10n;

/** One for each argument rule. */
export const baseArguments: Readonly<Partial<Record<SyscallName, Base>>> = {
  clone: { words: [impossibleClone, 0n, 0n, 0n, 0n] },
  // No descriptor: EBADF, before the command is looked at.
  fcntl: { words: [-1n] },
  ioctl: { words: [-1n] },
  fchmod: { words: [-1n] },
  setsockopt: { words: [-1n] },
  // Not anonymous, so a descriptor is looked for first: EBADF.
  mmap: { words: [0n, 4096n, 3n, 2n, -1n, 0n] },
  // No pointer: EFAULT.
  open: { words: [-1n, 0n, 0n] },
  openat: { words: [-100n, -1n, 0n, 0n] },
  creat: { words: [-1n, 0n] },
  chmod: { words: [-1n, 0n] },
  fchmodat: { words: [-100n, -1n, 0n] },
  fchmodat2: { words: [-100n, -1n, 0n, 0n] },
  mknod: { words: [-1n, 0n, 0n] },
  mknodat: { words: [-100n, -1n, 0n, 0n] },
  renameat2: { words: [-100n, -1n, -100n, -1n, 0n] },
  memfd_create: { words: [-1n, 0n] },
  sched_setaffinity: { words: [0n, 8n, -1n] },
  prlimit64: { words: [0n, 7n, -1n, 0n] },
  // No parameters, no such policy, no such class: EINVAL.
  sched_setparam: { words: [0n, 0n] },
  sched_setscheduler: { words: [0n, -1n, -1n] },
  ioprio_set: { words: [1n, 0n, -1n] },
  // A type with a flag that no kernel knows: EINVAL, before the family is looked at.
  socket: { words: [0n, impossibleType, 0n] },
  // Where the descriptors go is written to first: EFAULT.
  socketpair: { words: [0n, 0n, 0n, -1n] },
  // Options that exist have nonsense as their argument.
  prctl: { words: [0n, -1n, -1n, -1n, -1n] },
  arch_prctl: { words: [0n, -1n] },
  // These are done, in a process of their own.
  personality: { words: [0n] },
  setpriority: { words: [0n, 0n, 0n], right: 'of namespaces' },
};
