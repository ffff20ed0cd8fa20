// The seccomp profile that the engine puts around a sandbox before its first instruction: the jail's own table, and what pid 1
// needs until it has sealed itself with the jail's filter. Pure.
// jail.kernel: a second wall. What the seal itself could forget, this one does not allow.
import { type CallGroup, type SeccompProfile, toProfile } from './to-seccomp-profile.js';

const groups: readonly CallGroup[] = [
  {
    name: 'the seal',
    reason:
      'With these a sandbox gives up what it has: a filter, Landlock and empty capabilities can only take away.',
    calls: ['seccomp', 'capset', 'landlock_create_ruleset', 'landlock_add_rule', 'landlock_restrict_self'],
  },
];

/** Calls whose arguments the jail's filter reads. */
// prettier-ignore
const widened = [
  'fcntl', 'prctl', 'arch_prctl', 'setsockopt', 'open', 'openat', 'creat', 'chmod', 'fchmod', 'fchmodat', 'fchmodat2',
  'mknod', 'mknodat', 'renameat2', 'mmap', 'sched_setaffinity', 'sched_setparam', 'sched_setscheduler', 'prlimit64',
  'setpriority', 'ioprio_set', 'memfd_create',
] as const;

/** @param unshare flags of namespaces that pid 1 may enter; null: none */
export function toVesselProfile(unshare: Readonly<Record<string, number>> | null): SeccompProfile {
  return toProfile({
    widened,
    groups,
    ioctls: {},
    families: { AF_UNIX: 1, AF_INET: 2, AF_INET6: 10 },
    clone: 'without namespaces',
    ...(unshare === null ? {} : { unshare }),
  });
}

/** Of control groups, which shows nothing of what is above them. */
export const vesselProfile: SeccompProfile = toVesselProfile({ CLONE_NEWCGROUP: 0x02000000 });
