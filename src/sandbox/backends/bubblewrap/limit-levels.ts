// How well each limit is held on this machine. A pure function.
import type { LimitLevel, LimitLevels } from '../../../core/isolation.js';
import type { CgroupTree } from '../../cgroup/contract.js';

/** What became of the control groups: a CgroupAttempt, or what was found out about one. */
type CgroupAnswer =
  | { readonly kind: 'open'; readonly tree: Pick<CgroupTree, 'levels'> }
  | { readonly kind: 'unavailable'; readonly why: string };

/** RLIMIT_NPROC counts per user namespace from this kernel on (ucounts, Linux 5.14). */
export function countsProcessesPerNamespace([major, minor]: readonly [number, number]): boolean {
  return major > 5 || (major === 5 && minor >= 14);
}

export function toLimitLevels(attempt: CgroupAnswer, kernel: readonly [number, number]): LimitLevels {
  const held = (controller: 'memory' | 'cpu' | 'pids'): LimitLevel =>
    attempt.kind === 'open' ? attempt.tree.levels[controller] : { level: 'not available', why: attempt.why };
  const memory = held('memory');
  const pids = held('pids');
  return {
    // limit.memory: without a cgroup the host sums and kills, and says so.
    memory:
      memory.level === 'enforced'
        ? memory
        : { level: 'watched', by: 'host watchdog, RLIMIT_DATA per process' },
    cpu: held('cpu'),
    pids: pids.level === 'enforced' ? pids : pidsWithoutCgroup(kernel),
    wall: { level: 'enforced', by: 'gateway deadline' },
    output: { level: 'enforced', by: 'gateway count' },
    files: { level: 'enforced', by: 'tmpfs size and nr_inodes, RLIMIT_FSIZE' },
  };
}

function pidsWithoutCgroup(kernel: readonly [number, number]): LimitLevel {
  return countsProcessesPerNamespace(kernel)
    ? { level: 'enforced', by: 'RLIMIT_NPROC in the user namespace' }
    : { level: 'watched', by: 'host watchdog' };
}
