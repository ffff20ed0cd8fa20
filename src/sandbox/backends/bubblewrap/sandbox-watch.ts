// Looks after one sandbox from outside, as closely as somebody waits for it.
// limit.memory: an OOM ends the whole run; without a cgroup the host sums and kills.
import type { LimitLevels, LimitName } from '../../../core/isolation.js';
import type { JailLimits } from '../../../core/limits.js';
import { monotonicMs } from '../../../host/clock.js';
import { familyOf } from '../../../host/process-tree.js';
import { countRecordLocks } from '../../../host/record-locks.js';
import type { Pace } from '../../backend-contract.js';
import type { CgroupLeaf } from '../../cgroup/contract.js';
import type { SandboxUse } from '../../watchdog/measure-sandbox.js';
import { startWatch, type Watch } from '../../watchdog/watch.js';

export interface Watched {
  readonly leaf: CgroupLeaf | null;
  readonly levels: LimitLevels;
  readonly limits: JailLimits;
  /** Host pid of the sandbox's pid 1; null where it is not found. */
  readonly hostInit: () => number | null;
  /** fail.closed: a group that somebody has taken away holds nothing any more. */
  readonly onGroupGone: () => void;
  readonly measure: (init: number, budgetBytes: number) => SandboxUse;
  /** For what is held by nothing else. */
  readonly look: () => LimitName | null;
}

const oomLookMs = 20;
const watchdogLookMs = 40;
const lockLookMs = 500;
/** Where nothing else holds the memory, also of a session that nobody uses. */
const idleWatchdogLookMs = 200;
/** An idle session whose processor time stands still is looked at less and less. */
const idleLookMs = { first: 1_000, last: 16_000 } as const;
/** An ordinary program holds a handful. One costs the kernel some 200 bytes that no cgroup is charged for. */
const mostLocks = 10_000;

export function startSandboxWatch(pace: Exclude<Pace, 'waiting'>, watched: Watched): Watch {
  const { levels } = watched;
  const isHeld = levels.memory.level === 'enforced' && levels.pids.level === 'enforced';
  const looks = new Looks(watched);
  const look = isHeld ? looks.atEvents : looks.fromOutside;
  if (pace === 'running') {
    const everyMs = isHeld ? oomLookMs : watchdogLookMs;
    return startWatch(
      () => everyMs,
      () => look() ?? looks.atLocks(),
    );
  }
  if (!isHeld)
    return startWatch(
      () => idleWatchdogLookMs,
      () => look() ?? looks.atLocks(),
    );
  return startIdleWatch(looks);
}

function startIdleWatch(looks: Looks): Watch {
  let pauseMs: number = idleLookMs.first;
  return startWatch(
    () => pauseMs,
    () => {
      if (!looks.hasRun()) {
        pauseMs = Math.min(2 * pauseMs, idleLookMs.last);
        return null;
      }
      pauseMs = idleLookMs.first;
      return looks.atEvents() ?? looks.atLocks();
    },
  );
}

class Looks {
  readonly #watched: Watched;
  #locksLookedAt = monotonicMs();
  #cpuMs: number | null = null;

  constructor(watched: Watched) {
    this.#watched = watched;
  }

  /** Whether it has used processor time since this was asked last; true where nobody knows. */
  hasRun(): boolean {
    const { leaf, onGroupGone } = this.#watched;
    try {
      const before = this.#cpuMs;
      this.#cpuMs = leaf?.readCpuMs() ?? null;
      return before === null || this.#cpuMs !== before;
    } catch {
      onGroupGone();
      return false;
    }
  }

  /** limit.memory: cgroup v1 kills one process of many; an OOM must end the whole run. */
  readonly atEvents = (): LimitName | null => {
    const { leaf, onGroupGone } = this.#watched;
    try {
      return leaf !== null && leaf.readEvents().oomKills > 0 ? 'memory' : null;
    } catch {
      onGroupGone();
      return null;
    }
  };

  readonly fromOutside = (): LimitName | null => {
    const { limits, hostInit, measure } = this.#watched;
    const init = hostInit();
    if (init === null) return null;
    const use = measure(init, limits.memoryBytes);
    if (use.memoryBytes > limits.memoryBytes) return 'memory';
    // The reaper is one of the tasks.
    return use.tasks > limits.pids + 1 ? 'pids' : null;
  };

  /** limit.memory: locks on files are kernel memory outside every cgroup (648,000 took 127 MB beside a limit of 64). */
  atLocks(): LimitName | null {
    const now = monotonicMs();
    if (now - this.#locksLookedAt < lockLookMs) return null;
    this.#locksLookedAt = now;
    const exceeded = this.#watched.look();
    if (exceeded !== null) return exceeded;
    const init = this.#watched.hostInit();
    if (init === null) return null;
    return countRecordLocks(familyOf(init)) > mostLocks ? 'files' : null;
  }
}
