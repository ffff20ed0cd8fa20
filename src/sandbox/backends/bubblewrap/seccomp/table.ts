// Which system calls a sealed process may make. Pure data: a security reviewer reads this file and
// argument-rules.ts and knows the whole filter. It trusts no caller: what stands here holds for the guest and for
// the pid-1 reaper alike.
// jail.kernel: an allowlist. A call that is not named here, now or in a later kernel, answers ENOSYS.
import type { SyscallName } from './syscall-numbers.js';

export interface AllowedGroup {
  readonly name: string;
  /** Why a Python program needs these, one sentence. */
  readonly reason: string;
  readonly calls: readonly SyscallName[];
}

export interface RefusedGroup {
  readonly name: string;
  /** What the calls could do to the host or to the promises, one sentence. */
  readonly reason: string;
  /** EPERM is a clear refusal; ENOSYS where programs know an older kernel's way to do the same. */
  readonly answer: 'EPERM' | 'ENOSYS';
  readonly calls: readonly SyscallName[];
}

/** Allowed whatever the arguments. Calls whose arguments decide are in argument-rules.ts. */
// prettier-ignore
export const allowed: readonly AllowedGroup[] = [
  {
    name: 'read and write',
    reason: 'Descriptors are what was left open or what the mounts and Landlock let the guest open.',
    calls: [
      'read', 'write', 'readv', 'writev', 'pread64', 'pwrite64', 'preadv', 'pwritev', 'preadv2', 'pwritev2',
      'lseek', 'close', 'close_range', 'dup', 'dup2', 'dup3', 'flock', 'pipe', 'pipe2', 'sendfile',
      'splice', 'tee', 'copy_file_range', 'fsync', 'fdatasync', 'sync_file_range', 'ftruncate', 'truncate',
      'fallocate', 'fadvise64', 'readahead',
    ],
  },
  {
    name: 'look at files',
    reason: 'Import, pathlib and shutil look at what is mounted, which is all there is to see.',
    calls: [
      'stat', 'fstat', 'lstat', 'newfstatat', 'statx', 'access', 'faccessat', 'faccessat2', 'readlink',
      'readlinkat', 'getdents', 'getdents64', 'getcwd', 'chdir', 'fchdir', 'statfs', 'fstatfs', 'getxattr',
      'lgetxattr', 'fgetxattr', 'listxattr', 'llistxattr', 'flistxattr',
    ],
  },
  {
    name: 'change files',
    reason: 'Scratch folders and a writable workspace are for writing; read-only mounts hold the rest.',
    calls: [
      'mkdir', 'mkdirat', 'rmdir', 'unlink', 'unlinkat', 'rename', 'renameat', 'link', 'linkat', 'symlink',
      'symlinkat', 'chown', 'fchown', 'lchown', 'fchownat', 'umask', 'utime', 'utimes', 'futimesat',
      'utimensat', 'setxattr', 'lsetxattr', 'fsetxattr', 'removexattr', 'lremovexattr', 'fremovexattr',
    ],
  },
  {
    name: 'memory',
    reason: 'The allocator, numpy and thread stacks live on these; cgroup and RLIMIT_MEMLOCK bound them.',
    calls: [
      'brk', 'munmap', 'mprotect', 'mremap', 'madvise', 'msync', 'mincore', 'mlock', 'mlock2', 'munlock',
      'mlockall', 'munlockall',
    ],
  },
  {
    name: 'processes',
    reason: 'subprocess, multiprocessing and the reaper start programs and wait for them; the cgroup bounds pids.',
    calls: [
      'fork', 'vfork', 'execve', 'execveat', 'exit', 'exit_group', 'wait4', 'waitid', 'pidfd_open',
      'pidfd_send_signal', 'getpid', 'getppid', 'gettid', 'getpgid', 'getpgrp', 'setpgid', 'getsid', 'setsid',
    ],
  },
  {
    name: 'threads',
    reason: 'glibc and CPython need them for every thread, lock and exit.',
    calls: [
      'futex', 'futex_waitv', 'set_robust_list', 'get_robust_list', 'set_tid_address', 'rseq', 'membarrier',
      'restart_syscall',
    ],
  },
  {
    name: 'signals',
    reason: 'A signal reaches only processes of the own pid namespace.',
    calls: [
      'rt_sigaction', 'rt_sigprocmask', 'rt_sigreturn', 'rt_sigpending', 'rt_sigsuspend', 'rt_sigtimedwait',
      'rt_sigqueueinfo', 'rt_tgsigqueueinfo', 'sigaltstack', 'kill', 'tkill', 'tgkill', 'pause', 'alarm',
    ],
  },
  {
    name: 'clocks and timers',
    reason: 'Reading clocks and sleeping changes nothing for anyone else.',
    calls: [
      'clock_gettime', 'clock_getres', 'clock_nanosleep', 'nanosleep', 'gettimeofday', 'time', 'times',
      'getitimer', 'setitimer', 'timer_create', 'timer_settime', 'timer_gettime', 'timer_getoverrun',
      'timer_delete', 'timerfd_create', 'timerfd_settime', 'timerfd_gettime',
    ],
  },
  {
    name: 'waiting for events',
    reason: 'asyncio and selectors wait on descriptors that the process already holds.',
    calls: [
      'poll', 'ppoll', 'select', 'pselect6', 'epoll_create', 'epoll_create1', 'epoll_ctl', 'epoll_wait',
      'epoll_pwait', 'epoll_pwait2', 'eventfd', 'eventfd2', 'signalfd', 'signalfd4',
    ],
  },
  {
    name: 'sockets',
    reason: 'The network namespace holds loopback only; which sockets exist is decided at socket().',
    calls: [
      'bind', 'listen', 'accept', 'accept4', 'connect', 'shutdown', 'getsockname', 'getpeername',
      'getsockopt', 'sendto', 'recvfrom', 'sendmsg', 'recvmsg', 'sendmmsg', 'recvmmsg',
    ],
  },
  {
    name: 'who and where am I',
    reason: 'Plain reads about the own process and machine that os, platform and psutil make.',
    calls: [
      'uname', 'sysinfo', 'getrandom', 'getcpu', 'getuid', 'geteuid', 'getgid', 'getegid', 'getresuid',
      'getresgid', 'getgroups', 'capget', 'getrusage', 'getrlimit', 'getpriority', 'ioprio_get',
      'sched_getaffinity', 'sched_getparam', 'sched_getscheduler', 'sched_getattr', 'sched_get_priority_max',
      'sched_get_priority_min', 'sched_rr_get_interval',
    ],
  },
  {
    name: 'own share of the processor',
    reason:
      'Without a capability the kernel lets limits go down only; what can name another process is in argument-rules.ts.',
    calls: ['sched_yield', 'setrlimit'],
  },
  {
    name: 'own identity',
    reason: 'With one uid mapped and no capability the kernel refuses every identity but the own.',
    calls: [
      'setuid', 'setgid', 'setreuid', 'setregid', 'setresuid', 'setresgid', 'setfsuid', 'setfsgid',
      'setgroups',
    ],
  },
  {
    name: 'host probes',
    reason: 'A probe of the host makes the process call these; refused, it crashes (Linux asks no filter from 6.14 on).',
    calls: ['uretprobe', 'uprobe'],
  },
];

/** Known and not given. */
// prettier-ignore
export const refused: readonly RefusedGroup[] = [
  {
    name: 'flags out of sight',
    reason: 'Their flags lie in memory, which no filter reads; after ENOSYS glibc uses clone (EPERM breaks threads).',
    answer: 'ENOSYS',
    calls: ['clone3', 'openat2'],
  },
  {
    name: 'Landlock',
    reason: 'The seal has set the rules; programs that would sandbox themselves go on without, as on an old kernel.',
    answer: 'ENOSYS',
    calls: ['landlock_create_ruleset', 'landlock_add_rule', 'landlock_restrict_self'],
  },
  {
    name: 'watching files',
    reason: 'A watch on the shared Python tells which modules the host and other runs open; libraries poll instead.',
    answer: 'ENOSYS',
    calls: ['inotify_init', 'inotify_init1', 'inotify_add_watch', 'inotify_rm_watch'],
  },
  {
    name: 'mounts',
    reason: 'What is mounted is the boundary of the jail.',
    answer: 'EPERM',
    calls: [
      'mount', 'umount2', 'pivot_root', 'chroot', 'open_tree', 'open_tree_attr', 'move_mount', 'fsopen',
      'fsconfig', 'fsmount', 'fspick', 'mount_setattr',
    ],
  },
  {
    name: 'namespaces',
    reason: 'A new user namespace would hand out every capability again (clone: argument-rules.ts).',
    answer: 'EPERM',
    calls: ['unshare', 'setns'],
  },
  {
    name: 'other processes',
    reason: 'They read, write or steer another process (the reaper, a session of the family) or take its descriptors.',
    answer: 'EPERM',
    calls: [
      'ptrace', 'process_vm_readv', 'process_vm_writev', 'process_madvise', 'process_mrelease', 'kcmp',
      'pidfd_getfd',
    ],
  },
  {
    name: 'programs in the kernel',
    reason: 'They run guest-made programs and requests inside the kernel, past this filter: where most escapes were.',
    answer: 'EPERM',
    calls: [
      'bpf', 'seccomp', 'perf_event_open', 'io_uring_setup', 'io_uring_enter', 'io_uring_register',
      'userfaultfd', 'vmsplice', 'memfd_secret', 'modify_ldt',
    ],
  },
  {
    name: 'keys',
    reason: 'Keyrings belong to the uid, not to a namespace: they are a channel between two runs and to the host.',
    answer: 'EPERM',
    calls: ['add_key', 'request_key', 'keyctl'],
  },
  {
    name: 'System V IPC and message queues',
    reason: 'Their memory is in no process and no tmpfs: a watchdog without cgroups cannot see it (limit.memory).',
    answer: 'EPERM',
    calls: [
      'shmget', 'shmat', 'shmctl', 'shmdt', 'semget', 'semop', 'semctl', 'semtimedop', 'msgget', 'msgsnd',
      'msgrcv', 'msgctl', 'mq_open', 'mq_unlink', 'mq_timedsend', 'mq_timedreceive', 'mq_notify',
      'mq_getsetattr',
    ],
  },
  {
    name: 'memory placement',
    reason: 'Placing pages tells about memory of the host and had bugs; OpenBLAS tries mbind and goes on without.',
    answer: 'EPERM',
    calls: [
      'mbind', 'set_mempolicy', 'get_mempolicy', 'set_mempolicy_home_node', 'migrate_pages', 'move_pages',
    ],
  },
  {
    name: 'files without a path',
    reason: 'A handle opens files that no mount shows (the Docker "shocker" escape); fanotify sees whole file systems.',
    answer: 'EPERM',
    calls: ['name_to_handle_at', 'open_by_handle_at', 'fanotify_init', 'fanotify_mark'],
  },
  {
    name: 'whole file systems',
    reason: 'They flush or limit disks of the host, not files of the guest; sync() returns nothing, so none notices.',
    answer: 'EPERM',
    calls: ['sync', 'syncfs', 'quotactl', 'quotactl_fd', 'acct', 'swapon', 'swapoff'],
  },
  {
    name: 'the machine',
    reason: 'They administer the host: its kernel, clock, name, log, ports and terminals.',
    answer: 'EPERM',
    calls: [
      'kexec_load', 'kexec_file_load', 'init_module', 'finit_module', 'delete_module', 'reboot', 'syslog',
      'sethostname', 'setdomainname', 'settimeofday', 'clock_settime', 'adjtimex', 'clock_adjtime', 'iopl',
      'ioperm', 'vhangup',
    ],
  },
  {
    name: 'capabilities',
    reason: 'The seal has dropped them all; there is nothing left to set.',
    answer: 'EPERM',
    calls: ['capset'],
  },
];
