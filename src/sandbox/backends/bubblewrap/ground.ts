// What the sandboxes of a template stand on: namespaces of their own, or (backends/contained) folders and rules instead.
import type { JailIsolation, LimitName } from '../../../core/isolation.js';
import type { JailLimits } from '../../../core/limits.js';
import { measureSandbox, type SandboxUse } from '../../watchdog/measure-sandbox.js';
import type { Fork } from './fork.js';
import type { LaunchPlan } from './template-plan.js';

export interface Ground {
  readonly isolation: Pick<JailIsolation, 'backend' | 'namespaces' | 'sharedNamespaces'>;
  /** For one sandbox, before it is forked. */
  prepare(id: number, limits: JailLimits): Promise<Plot>;
}

/** One sandbox's. */
export interface Plot {
  /** What the template is told of it besides. */
  readonly plan: Partial<LaunchPlan>;
  /** Why it cannot be copied; null where it can. */
  readonly uncopied: string | null;
  /** Host pid of its first process; undefined where it is found by its pid in its namespace. */
  readonly hostInit?: (fork: Fork) => number | null;
  /** limit.memory: what the sandbox below `init` uses, where no cgroup counts it. */
  readonly measure: (init: number, budgetBytes: number) => SandboxUse;
  /** A limit that neither the kernel nor a cgroup holds here; null where none is exceeded. */
  readonly look: () => LimitName | null;
  /** jail.once: removes what was prepared, after the last of its processes. */
  clear(): Promise<void>;
}

export const namespaceGround: Ground = {
  isolation: {
    backend: 'bubblewrap',
    namespaces: ['user', 'mnt', 'pid', 'net', 'ipc', 'uts', 'cgroup'],
  },
  prepare: () =>
    Promise.resolve({
      plan: {},
      uncopied: null,
      measure: measureSandbox,
      look: () => null,
      clear: () => Promise.resolve(),
    }),
};
