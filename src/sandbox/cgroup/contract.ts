// What a control group tree offers to the backends. One implementation serves cgroup v1 and v2.
// limit.memory limit.cpu: what is reported as enforced here is held by the kernel, for the environment and for each leaf.
import type { LimitLevel } from '../../core/isolation.js';

/** Controllers that limits are reported for. */
export const controllers = ['memory', 'cpu', 'pids'] as const;
export type Controller = (typeof controllers)[number];

/** A host folder to bind into the jail at `/run/gw/cg/<controller>`; leaves appear below it by name. */
export interface CgroupFolder {
  /** The hierarchy's name: on v1 its first controller, on v2 `unified`. */
  readonly controller: string;
  readonly path: string;
}

export interface LeafLimits {
  readonly memoryBytes: number;
  readonly cpus: number;
  readonly pids: number;
}

/** The groups of this gateway. */
export interface CgroupTree {
  readonly version: 1 | 2;
  readonly levels: Readonly<Record<Controller, LimitLevel>>;
  readonly folders: readonly CgroupFolder[];
  /**
   * Makes a leaf in every hierarchy. A limit whose controller is not available is left out: see `levels`.
   * @param name unique among the leaves that are open, `^[a-z][a-z0-9-]*$`
   * @throws PymcpError `cgroup.failed` with nothing left behind
   */
  openLeaf(name: string, limits: Partial<LeafLimits>): Promise<CgroupLeaf>;
  /**
   * Ends what still runs in this gateway's groups and removes them.
   * @throws PymcpError `cgroup.failed` where something cannot be removed
   */
  close(): Promise<void>;
}

export interface CgroupEvents {
  /** Processes that the kernel ended because memory ran out. */
  readonly oomKills: number;
  /** Forks and clones that were refused. */
  readonly pidsRefused: number;
}

export interface CgroupUsage {
  /** Now. */
  readonly memoryBytes: number | null;
  readonly peakMemoryBytes: number | null;
  readonly cpuMs: number | null;
}

export interface CgroupLeaf {
  /** Relative to the bound folders, `memory/run-1/tasks`: a child that is one thread writes "0" to each and is in. */
  readonly joinFiles: readonly string[];
  /** Moves a process of one thread, of ours or a guest's, into the leaf. */
  adopt(pid: number): Promise<void>;
  /** Cheap and synchronous, for polling. After `remove` it answers with the last values. */
  readEvents(): CgroupEvents;
  /** After `remove` it answers with the last values. */
  readUsage(): CgroupUsage;
  /** Of `readUsage` the processor time alone, which is one file. */
  readCpuMs(): number | null;
  /** Ends every process in the leaf at once (v2 cgroup.kill); false where the kernel has no such file. */
  kill(): boolean;
  /** Ends every process in the leaf, one by one where the kernel cannot do it at once; gives up after 2 s. */
  endMembers(): Promise<void>;
  /** Waits up to 2 s for the last process to leave, then throws PymcpError `cgroup.failed`. */
  remove(): Promise<void>;
}
