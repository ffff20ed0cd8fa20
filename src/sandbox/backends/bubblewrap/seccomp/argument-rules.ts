// Calls that are allowed for some arguments only. Pure data, read together with table.ts.
//
// Why 32 bits are enough: a filter sees 64-bit arguments, and every argument compared here is an int, an unsigned int
// or a umode_t in the kernel's own prototype, so the kernel drops the high word before it looks, and so do we. To
// compare 64 bits instead would be wrong: 0x5412 | 1 << 40 is TIOCSTI to the kernel. The two that are
// `unsigned long`: clone takes lower_32_bits(flags), and mmap's known flags all lie in the low word.
import type { Choice, Rule, Verdict } from './rule.js';
import type { SyscallName } from './syscall-numbers.js';

type Argument = 0 | 1 | 2 | 3 | 4 | 5;

function allowValues(on: Argument, values: readonly number[], otherwise: Verdict): Choice {
  return { on, cases: [{ values, then: 'allow' }], otherwise };
}

function refuseBits(on: Argument, bits: number, answer: Verdict): Choice {
  return { on, mask: bits, cases: [{ values: [0], then: 'allow' }], otherwise: answer };
}

// jail.kernel: no process of the jail ever enters a new namespace; a new user namespace gives capabilities.
// prettier-ignore
const cloneNewFlags = {
  NEWTIME: 0x80, NEWNS: 0x20000, NEWCGROUP: 0x2000000, NEWUTS: 0x4000000, NEWIPC: 0x8000000, NEWUSER: 0x10000000,
  NEWPID: 0x20000000, NEWNET: 0x40000000,
} as const;
/** A child of the caller's parent: it would give the reaper or the template a child that they did not start. */
const cloneParent = 0x8000;
const cloneForbidden = Object.values(cloneNewFlags).reduce((bits, flag) => bits | flag, cloneParent);

/** Threads share descriptors; who shares them without being a thread could leave locks behind that no process owns. */
const [CLONE_FILES, CLONE_THREAD] = [0x400, 0x10000];
const cloneRule: Choice = {
  on: 0,
  mask: cloneForbidden,
  cases: [
    {
      values: [0],
      then: {
        on: 0,
        mask: CLONE_FILES | CLONE_THREAD,
        cases: [{ values: [CLONE_FILES], then: 'EPERM' }],
        otherwise: 'allow',
      },
    },
  ],
  otherwise: 'EPERM',
};

// jail.kernel: not among them, so refused as by a kernel without them: leases (they stop whoever writes a file on the
// host for up to 45 s), directory notification (which modules the host imports), and OFD locks, which have no owner
// that the watchdog could hold to account. Delegations of later kernels, too.
// prettier-ignore
const fcntlCommands = {
  DUPFD: 0, GETFD: 1, SETFD: 2, GETFL: 3, SETFL: 4, GETLK: 5, SETLK: 6, SETLKW: 7, SETOWN: 8, GETOWN: 9, SETSIG: 10,
  GETSIG: 11, SETOWN_EX: 15, GETOWN_EX: 16, DUPFD_QUERY: 1027, DUPFD_CLOEXEC: 1030, SETPIPE_SZ: 1031, GETPIPE_SZ: 1032,
  ADD_SEALS: 1033, GET_SEALS: 1034, GET_RW_HINT: 1035, SET_RW_HINT: 1036,
} as const;

// jail.kernel: TIOCSTI and TIOCLINUX type into a terminal (CVE-2017-5226); TIOCSETD loads line disciplines; the
// ioctls of namespaces, pidfds, tun, block devices and file system flags are all among "everything else".
// prettier-ignore
const ioctlCommands = {
  // terminal attributes, also the new forms that glibc 2.42 uses
  TCGETS: 0x5401, TCSETS: 0x5402, TCSETSW: 0x5403, TCSETSF: 0x5404,
  TCGETS2: 0x802c542a, TCSETS2: 0x402c542b, TCSETSW2: 0x402c542c, TCSETSF2: 0x402c542d,
  TCSBRK: 0x5409, TCXONC: 0x540a, TCFLSH: 0x540b, TCSBRKP: 0x5425,
  // sessions and windows: pty.fork, os.login_tty, shutil.get_terminal_size
  TIOCSCTTY: 0x540e, TIOCNOTTY: 0x5422, TIOCGPGRP: 0x540f, TIOCSPGRP: 0x5410, TIOCGSID: 0x5429,
  TIOCGWINSZ: 0x5413, TIOCSWINSZ: 0x5414, TIOCOUTQ: 0x5411, TIOCPKT: 0x5420,
  TIOCGPTN: 0x80045430, TIOCSPTLCK: 0x40045431, TIOCGPTLCK: 0x80045439, TIOCGPTPEER: 0x5441,
  // any descriptor: CPython sets close-on-exec and non-blocking this way
  FIONREAD: 0x541b, FIONBIO: 0x5421, FIONCLEX: 0x5450, FIOCLEX: 0x5451, FIOASYNC: 0x5452,
  // Path.copy (Python 3.14) tries a reflink first and would fail on EPERM; it can no more than copy_file_range
  FICLONE: 0x40049409,
  // socket.if_nametoindex and friends; the namespace has lo
  SIOCGIFNAME: 0x8910, SIOCGIFCONF: 0x8912, SIOCGIFFLAGS: 0x8913, SIOCGIFADDR: 0x8915, SIOCGIFINDEX: 0x8933,
} as const;

// jail.kernel: not among them, so refused: securebits, keepcaps, the bounding set and ambient capabilities, seccomp,
// speculation control (it could switch mitigations off), mm layout, ptracer, core scheduling and syscall dispatch.
// prettier-ignore
const prctlOptions = {
  SET_PDEATHSIG: 1, GET_PDEATHSIG: 2, GET_DUMPABLE: 3, SET_NAME: 15, GET_NAME: 16, GET_SECCOMP: 21, CAPBSET_READ: 23,
  GET_SECUREBITS: 27, SET_TIMERSLACK: 29, GET_TIMERSLACK: 30, SET_CHILD_SUBREAPER: 36, GET_CHILD_SUBREAPER: 37,
  SET_NO_NEW_PRIVS: 38, GET_NO_NEW_PRIVS: 39, SET_THP_DISABLE: 41, GET_THP_DISABLE: 42, GET_SPECULATION_CTRL: 52,
  // arm64: OpenBLAS asks for vector lengths, glibc for tagged addresses
  SVE_GET_VL: 51, SME_GET_VL: 64, GET_TAGGED_ADDR_CTRL: 56,
  // glibc 2.38 and CPython name anonymous mappings with it
  SET_VMA: 0x53564d41,
} as const;

// jail.kernel: with 0 the guest could hide from the host's own checks in /proc. With 1 the agent, a fork of an init that
// set 0 before the seal, becomes ordinary again.
const [PR_SET_DUMPABLE, SUID_DUMP_USER] = [4, 1];
const prctlRule: Choice = {
  on: 0,
  cases: [
    { values: Object.values(prctlOptions), then: 'allow' },
    { values: [PR_SET_DUMPABLE], then: allowValues(1, [SUID_DUMP_USER], 'EPERM') },
  ],
  otherwise: 'EPERM',
};

/** x86-64 only. The dynamic loader sets FS in every new program; AMX libraries ask for tile registers (XCOMP). */
// prettier-ignore
const archPrctlOptions = {
  SET_GS: 0x1001, SET_FS: 0x1002, GET_FS: 0x1003, GET_GS: 0x1004, GET_CPUID: 0x1011,
  GET_XCOMP_SUPP: 0x1021, GET_XCOMP_PERM: 0x1022, REQ_XCOMP_PERM: 0x1023,
} as const;

// net.none, jail.kernel: no netlink, packet, vsock (on WSL2 it starts Windows programs), alg, can, …; no raw sockets,
// no MPTCP (262), SCTP or ICMP. Each answers what a kernel without that family, type or protocol answers.
const [AF_UNIX, AF_INET, AF_INET6] = [1, 2, 10];
const [SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET] = [1, 2, 5];
const [IPPROTO_TCP, IPPROTO_UDP] = [6, 17];
/** All but SOCK_NONBLOCK and SOCK_CLOEXEC. */
const socketTypeMask = ~(0x800 | 0x80000) >>> 0;

function socketOf(types: readonly number[], protocols: readonly number[]): Choice {
  const then = allowValues(2, protocols, 'EPROTONOSUPPORT');
  return { on: 1, mask: socketTypeMask, cases: [{ values: types, then }], otherwise: 'ESOCKTNOSUPPORT' };
}

const socketRule: Choice = {
  on: 0,
  cases: [
    { values: [AF_UNIX], then: socketOf([SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET], [0]) },
    {
      values: [AF_INET, AF_INET6],
      then: socketOf([SOCK_STREAM, SOCK_DGRAM], [0, IPPROTO_TCP, IPPROTO_UDP]),
    },
  ],
  otherwise: 'EAFNOSUPPORT',
};

// jail.kernel: no BPF program through the socket's door either (SO_ATTACH_FILTER, _BPF, _REUSEPORT_CBPF, _EBPF), and no
// TCP_ULP, which puts kernel TLS and its record of bugs under a plain socket (OpenSSL goes on without).
const [SOL_SOCKET, SOL_TCP, TCP_ULP] = [1, 6, 31];
const attachFilters = [26, 50, 51, 52] as const;
const setsockoptRule: Choice = {
  on: 1,
  cases: [
    {
      values: [SOL_SOCKET],
      then: { on: 2, cases: [{ values: attachFilters, then: 'EPERM' }], otherwise: 'allow' },
    },
    {
      values: [SOL_TCP],
      then: { on: 2, cases: [{ values: [TCP_ULP], then: 'ENOPROTOOPT' }], otherwise: 'allow' },
    },
  ],
  otherwise: 'allow',
};

// jail.kernel: nothing setuid or setgid reaches the disk of the host. nosuid holds inside the jail only: in a workspace
// that is idmapped to root's, a file with these bits would be a root shell for anyone on the host. Creation counts
// too: before Linux 5.17 fallocate kept the bits, and a shared mapping fills the file without clearing them.
// (Nix refuses the same modes for its builders.) The price: shutil.copytree of a setgid folder reports EPERM.
const setIdBits = 0o6000;
const creates = 0o100 | 0o20000000; // O_CREAT, __O_TMPFILE: without them the mode argument is not looked at

function openRule(flags: Argument, mode: Argument): Choice {
  return {
    on: flags,
    mask: creates,
    cases: [{ values: [0], then: 'allow' }],
    otherwise: refuseBits(mode, setIdBits, 'EPERM'),
  };
}

// jail.kernel: files, FIFOs and sockets, never a device (S_IFCHR 0o020000, S_IFBLK 0o060000).
function mknodRule(mode: Argument): Choice {
  const then = 'allow';
  return {
    on: mode,
    mask: 0o170000 | setIdBits,
    cases: [{ values: [0, 0o100000, 0o010000, 0o140000], then }],
    otherwise: 'EPERM',
  };
}

// limit.memory: huge pages come from a pool of the host that a memory cgroup does not count.
const MAP_HUGETLB = 0x40000;
const MFD_HUGETLB = 4;

/** RENAME_WHITEOUT makes a character device. */
const RENAME_WHITEOUT = 4;

// limit.cpu: pid 1 of the jail, which interrupts and ends the others, keeps its priority and its limits. It has
// the same user id, so the kernel would let them be lowered: idle beside busy processes, it stood still for minutes.
const initPid = 1;
const ofNotInit = (on: Argument): Choice => ({
  on,
  cases: [{ values: [initPid], then: 'EPERM' }],
  otherwise: 'allow',
});
/** `by`: a process, a group of them (pid 1 leads its own), or all of a user, of whom pid 1 is one. */
const priorityRule = (by: {
  readonly one: number;
  readonly group: number;
  readonly user: number;
}): Choice => ({
  on: 0,
  cases: [
    { values: [by.one, by.group], then: ofNotInit(1) },
    { values: [by.user], then: 'EPERM' },
  ],
  otherwise: 'allow',
});

/** One rule for each call whose arguments decide. */
export const argumentRules: Readonly<Partial<Record<SyscallName, Rule>>> = {
  clone: cloneRule,
  fcntl: allowValues(1, Object.values(fcntlCommands), 'EINVAL'),
  ioctl: allowValues(1, Object.values(ioctlCommands), 'EPERM'),
  prctl: prctlRule,
  arch_prctl: allowValues(0, Object.values(archPrctlOptions), 'EINVAL'),
  personality: allowValues(0, [0, 0xffffffff], 'EPERM'),
  socket: socketRule,
  socketpair: socketRule,
  setsockopt: setsockoptRule,
  open: openRule(1, 2),
  openat: openRule(2, 3),
  creat: refuseBits(1, setIdBits, 'EPERM'),
  chmod: refuseBits(1, setIdBits, 'EPERM'),
  fchmod: refuseBits(1, setIdBits, 'EPERM'),
  fchmodat: refuseBits(2, setIdBits, 'EPERM'),
  fchmodat2: refuseBits(2, setIdBits, 'EPERM'),
  mknod: mknodRule(1),
  mknodat: mknodRule(2),
  renameat2: refuseBits(4, RENAME_WHITEOUT, 'EPERM'),
  mmap: refuseBits(3, MAP_HUGETLB, 'ENOMEM'),
  sched_setaffinity: ofNotInit(0),
  sched_setparam: ofNotInit(0),
  sched_setscheduler: ofNotInit(0),
  prlimit64: ofNotInit(0),
  setpriority: priorityRule({ one: 0, group: 1, user: 2 }),
  ioprio_set: priorityRule({ one: 1, group: 2, user: 3 }),
  memfd_create: refuseBits(1, MFD_HUGETLB, 'EINVAL'),
};

/** The names that the kernel's headers give to values of the rules. */
export const valueNames: Readonly<Partial<Record<SyscallName, Readonly<Record<string, number>>>>> = {
  fcntl: fcntlCommands,
  ioctl: ioctlCommands,
  prctl: { ...prctlOptions, SET_DUMPABLE: PR_SET_DUMPABLE },
  arch_prctl: archPrctlOptions,
};
