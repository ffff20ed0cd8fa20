// Under what an analysis was made: enough to repeat it, and to judge how busy the machine was.
import { describeMachine } from '../../host/machine.js';
import { packageVersion } from '../../host/package-root.js';

export interface Load {
  /** Processes that ran or wanted to, as a mean of the last minute. */
  readonly before: number;
  readonly after: number;
  readonly processors: number;
}

export interface Conditions {
  /** ISO 8601, in UTC. */
  readonly startedAt: string;
  readonly budgetSeconds: number;
  /** Of inputs that are drawn; null where each is drawn by its size alone, the same whenever and wherever. */
  readonly seed: number | null;
  readonly load: Load;
  readonly versions: {
    readonly pymcp: string;
    /** In the jail; null where it did not come so far. */
    readonly python: string | null;
    readonly node: string;
    readonly kernel: string;
    readonly architecture: string;
    readonly distribution: string | null;
  };
  /** Of the whole jail, measuring included; null where nothing on this machine measures it. */
  readonly jail: { readonly peakMemoryBytes: number | null; readonly cpuMs: number | null };
  /** The command that makes it again. */
  readonly repeat: string;
}

export async function describeVersions(python: string | null): Promise<Conditions['versions']> {
  const { node, kernel, architecture, distribution } = await describeMachine();
  return { pymcp: packageVersion(), python, node, kernel, architecture, distribution };
}
