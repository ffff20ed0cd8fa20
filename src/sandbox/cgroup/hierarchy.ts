// Where groups of ours are made: one hierarchy per controller set on v1, the unified one on v2.
import type { Controller } from './contract.js';

export interface Hierarchy {
  readonly version: 1 | 2;
  /** Name of the folder in the jail: `memory`, `cpu`, … or `unified`. */
  readonly name: string;
  /** Host folder of the group that ours are made in. */
  readonly base: string;
  readonly holds: readonly Controller[];
  /** v1: cpuacct is in this hierarchy. v2 counts processor time everywhere. */
  readonly countsCpuTime: boolean;
}

/** A gateway's group in one hierarchy, with the controllers that are in force there. */
export interface GatewayGroup {
  readonly hierarchy: Hierarchy;
  readonly totalFolder: string;
  readonly folder: string;
  readonly enforced: readonly Controller[];
  /** Why the other controllers of the hierarchy are not in force. */
  readonly gaps: Readonly<Partial<Record<Controller, string>>>;
  /** Names of its control files, which the groups below it have too: looked up once, as a run waits for its group. */
  readonly files: ReadonlySet<string>;
  /** v1: a child's quota may not exceed its ancestors' (sched-bwc.rst); null where none is set. */
  readonly cpuCeiling: number | null;
}
