// What the kernel answers to each call that the table allows: the proof that the filter let it pass. Pure data.
import type { SyscallName } from '../../src/sandbox/backends/bubblewrap/seccomp/syscall-numbers.js';
import { nonsense, type Probe, type Right, withNumbers } from './probe.js';

export interface AllowedProbe extends Probe {
  /** An error's name, `done`, `exit N` or `signal N`. Never ENOSYS or EPERM, which the filter could have said. */
  readonly answer: string;
  /** The first kernel that has the call; before it, the kernel itself answers ENOSYS. */
  readonly since: Version;
  /** The first kernel that asks no filter about it. */
  readonly unfilteredSince: Version;
}

type Version = readonly [major: number, minor: number];
const always: Version = [0, 0];
const never: Version = [Infinity, 0];

/** By the kernel's answer to -1 in every argument. */
// prettier-ignore
const byAnswer: Readonly<Record<string, readonly SyscallName[]>> = {
  EBADF: [
    'read', 'write', 'readv', 'writev', 'preadv2', 'pwritev2', 'lseek', 'close', 'dup', 'dup2',
    'copy_file_range', 'fsync', 'fdatasync', 'sync_file_range', 'fallocate', 'fadvise64', 'readahead', 'fstat',
    'getdents', 'getdents64', 'fchdir', 'fstatfs', 'flistxattr', 'fchown', 'timerfd_gettime',
    'bind', 'listen', 'accept', 'accept4', 'connect', 'shutdown', 'getsockname', 'getpeername', 'getsockopt',
  ],
  EINVAL: [
    'pread64', 'pwrite64', 'preadv', 'pwritev', 'close_range', 'dup3', 'pipe2', 'splice', 'tee', 'ftruncate',
    'truncate', 'newfstatat', 'statx', 'access', 'faccessat', 'faccessat2', 'readlink', 'readlinkat',
    'unlinkat', 'linkat', 'fchownat', 'munmap', 'mprotect', 'mremap',
    'madvise', 'msync', 'mincore', 'mlock', 'mlock2', 'munlock', 'mlockall', 'wait4', 'pidfd_open',
    'pidfd_send_signal', 'setpgid', 'futex_waitv', 'set_robust_list', 'rseq', 'membarrier', 'rt_sigaction',
    'rt_sigprocmask', 'rt_sigpending', 'rt_sigsuspend', 'rt_sigtimedwait', 'kill', 'tkill', 'tgkill',
    'clock_gettime', 'clock_getres', 'getitimer', 'timer_gettime', 'timer_getoverrun', 'timer_delete',
    'timerfd_create', 'poll', 'epoll_create', 'epoll_create1', 'epoll_pwait', 'eventfd2', 'signalfd',
    'signalfd4', 'sendmsg', 'recvmsg', 'sendmmsg', 'recvmmsg', 'getrandom', 'getgroups', 'getrlimit',
    'getpriority', 'ioprio_get', 'sched_getaffinity', 'sched_getparam', 'sched_getscheduler', 'sched_getattr',
    'sched_get_priority_max', 'sched_get_priority_min', 'sched_rr_get_interval', 'setuid', 'setgid',
  ],
  EFAULT: [
    'pipe', 'sendfile', 'stat', 'lstat', 'getcwd', 'chdir', 'statfs', 'getxattr', 'lgetxattr',
    'listxattr', 'llistxattr', 'mkdir', 'mkdirat', 'rmdir', 'unlink', 'rename', 'renameat', 'link', 'symlink',
    'symlinkat', 'chown', 'lchown', 'utime', 'utimes', 'futimesat', 'utimensat', 'removexattr', 'lremovexattr',
    'execve', 'execveat', 'waitid', 'rt_sigqueueinfo', 'rt_tgsigqueueinfo', 'sigaltstack',
    'clock_nanosleep', 'nanosleep', 'gettimeofday', 'time', 'times', 'setitimer', 'timer_create',
    'timer_settime', 'timerfd_settime', 'ppoll', 'select', 'pselect6', 'epoll_ctl', 'epoll_pwait2', 'sendto',
    'recvfrom', 'uname', 'sysinfo', 'getcpu', 'getresuid', 'getresgid', 'capget', 'getrusage', 'setrlimit',
  ],
  ESRCH: ['getpgid', 'getsid', 'get_robust_list'],
  EINTR: ['restart_syscall'],
  // -1 is "as it is" to some, and others look at no argument.
  done: [
    'umask', 'brk', 'munlockall', 'getpid', 'getppid', 'gettid', 'getpgrp', 'setsid', 'set_tid_address', 'alarm',
    'eventfd', 'getuid', 'geteuid', 'getgid', 'getegid', 'sched_yield', 'setreuid', 'setregid', 'setresuid',
    'setresgid', 'setfsuid', 'setfsgid',
  ],
};

interface Special {
  readonly words?: readonly string[] | string;
  readonly answer: string;
  readonly right?: Right;
  readonly since?: Version;
  readonly unfilteredSince?: Version;
}

/** Those that need other arguments, or that end, stop or double the process that makes them. */
const special: Readonly<Partial<Record<SyscallName, Special>>> = {
  // Some kernels take every unknown flock for one of a kind that is no more, and do nothing.
  flock: { words: ['-1', '1'], answer: 'EBADF' },
  // Of these, kernels look at one argument or another first; here one alone is wrong.
  epoll_wait: { words: ['-1', '0', '1', '0'], answer: 'EBADF' },
  setxattr: { words: ['-1', '-1', '-1', '0', '0'], answer: 'EFAULT' },
  lsetxattr: { words: ['-1', '-1', '-1', '0', '0'], answer: 'EFAULT' },
  fsetxattr: { words: ['1', '-1', '-1', '0', '-1'], answer: 'EINVAL' },
  fgetxattr: { words: ['1', '-1', '-1', '0'], answer: 'EFAULT' },
  fremovexattr: { words: ['1', '-1'], answer: 'EFAULT' },
  // FUTEX_WAIT; an address that is not aligned.
  futex: { words: ['-1', '0', '0', '0'], answer: 'EINVAL' },
  // The kernel itself asks for CAP_SETGID before it looks.
  setgroups: { answer: 'EINVAL', right: 'of root' },
  fork: { words: 'forks', answer: 'done' },
  vfork: { words: 'vforks', answer: 'exit 7' },
  exit: { words: ['7'], answer: 'exit 7' },
  exit_group: { words: ['7'], answer: 'exit 7' },
  pause: { words: 'waits', answer: 'signal 14' },
  // There is no frame of a signal to return from.
  rt_sigreturn: { answer: 'signal 11' },
  // Called from anywhere but the kernel's own trampoline.
  uretprobe: { answer: 'signal 4', since: [6, 11], unfilteredSince: [6, 14] },
  uprobe: { answer: 'ENXIO', since: [6, 18], unfilteredSince: [6, 18] },
};

export const allowedProbes: readonly AllowedProbe[] = [
  ...Object.entries(byAnswer).flatMap(([answer, names]) =>
    names.flatMap((name) => toProbe(name, { answer })),
  ),
  ...(Object.entries(special) as [SyscallName, Special][]).flatMap(([name, probe]) => toProbe(name, probe)),
];

function toProbe(
  name: SyscallName,
  { words = nonsense, answer, right = 'none', ...at }: Special,
): AllowedProbe[] {
  const { since = always, unfilteredSince = never } = at;
  return withNumbers([name]).map(([, number]) => {
    return { name, number, words, answer, right, since, unfilteredSince };
  });
}
