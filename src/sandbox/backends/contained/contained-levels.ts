// How well each limit is held where no namespace is to be had. A pure function.
import type { LimitLevels } from '../../../core/isolation.js';
import { toLimitLevels } from '../bubblewrap/limit-levels.js';

/** Linux 0.0: it counts no processes per namespace, since there is none to count in. */
const noNamespaces = [0, 0] as const;

export function toContainedLevels(attempt: Parameters<typeof toLimitLevels>[0]): LimitLevels {
  return {
    ...toLimitLevels(attempt, noNamespaces),
    files: { level: 'watched', by: 'host watchdog, RLIMIT_FSIZE per file' },
  };
}
