// The filter's rules that count on namespaces or mounts, as they are where a sandbox has none. Pure data.
// jail.kernel: what Landlock does not know (chmod, chown, times, attributes, sockets by path: "current limitations" in
// Documentation/userspace-api/landlock.rst) and what reaches other processes of the same user is refused here.
import type { Choice, Rule, Verdict } from '../bubblewrap/seccomp/rule.js';
import type { RuleChanges } from '../bubblewrap/seccomp/filter.js';
import type { SyscallName } from '../bubblewrap/seccomp/syscall-numbers.js';

export interface ContainedGroup {
  /** What a program could do with these, one sentence. */
  readonly reason: string;
  readonly calls: readonly SyscallName[];
  readonly rule: Rule;
}

const only = (on: 0 | 1, values: readonly number[], then: Rule, otherwise: Verdict): Choice => ({
  on,
  cases: [{ values, then }],
  otherwise,
});
/** Of the calling process or thread. */
const self = 0;
const [PRIO_PROCESS, IOPRIO_WHO_PROCESS] = [0, 1];
const [AF_UNIX, SOCK_STREAM, SOCK_SEQPACKET] = [1, 1, 5];
/** All but SOCK_NONBLOCK and SOCK_CLOEXEC. */
const socketTypeMask = ~(0x800 | 0x80000) >>> 0;

// prettier-ignore
export const containedGroups: readonly ContainedGroup[] = [
  {
    reason: "The container's network and the sockets of the gateway, which asks its own user for no token, would be in reach.",
    calls: ['socket'],
    rule: 'EAFNOSUPPORT',
  },
  {
    reason: 'Datagrams go to any path, which no filter sees; pairs that are connected for good go nowhere else.',
    calls: ['socketpair'],
    rule: only(0, [AF_UNIX], {
      on: 1,
      mask: socketTypeMask,
      cases: [{ values: [SOCK_STREAM, SOCK_SEQPACKET], then: 'allow' }],
      otherwise: 'ESOCKTNOSUPPORT',
    }, 'EAFNOSUPPORT'),
  },
  {
    reason: 'With no socket that is not connected there is nothing to do with these.',
    calls: ['connect', 'bind', 'listen', 'accept', 'accept4'],
    rule: 'EPERM',
  },
  {
    reason: 'Landlock does not ask for them: files of the gateway, of the same user, could be opened to others or closed to it.',
    calls: [
      'chmod', 'fchmod', 'fchmodat', 'fchmodat2', 'chown', 'fchown', 'lchown', 'fchownat', 'utime', 'utimes', 'futimesat',
      'utimensat', 'setxattr', 'lsetxattr', 'fsetxattr', 'removexattr', 'lremovexattr', 'fremovexattr',
    ],
    rule: 'EPERM',
  },
  {
    reason: 'Of the same user, they would slow the gateway or other runs down, or take descriptors and memory from them.',
    calls: ['prlimit64', 'sched_setaffinity', 'sched_setparam', 'sched_setscheduler'],
    rule: only(0, [self], 'allow', 'EPERM'),
  },
  {
    reason: 'As those.',
    calls: ['setpriority'],
    rule: only(0, [PRIO_PROCESS], only(1, [self], 'allow', 'EPERM'), 'EPERM'),
  },
  {
    reason: 'As those.',
    calls: ['ioprio_set'],
    rule: only(0, [IOPRIO_WHO_PROCESS], only(1, [self], 'allow', 'EPERM'), 'EPERM'),
  },
];

export const containedRules: RuleChanges = Object.fromEntries(
  containedGroups.flatMap(({ calls, rule }) => calls.map((name) => [name, rule])),
);
