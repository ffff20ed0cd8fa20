// What a standalone backend adds to what all of them share: how one sandbox is started whole, by an engine of its own
// (gVisor, a container), and ended whole. Everything inside it is guest/pymcp_guest/standalone_birth.py.
import type { JailLimits } from '../../../core/limits.js';
import type { JailIsolation } from '../../../core/isolation.js';
import type { RuleChanges } from '../bubblewrap/seccomp/filter.js';
import type { CgroupLeaf } from '../../cgroup/contract.js';
import type { Cover } from '../../workspace/plan-covers.js';
import type { SandboxUse } from '../../watchdog/measure-sandbox.js';

/** What is asked of an engine for one sandbox. */
export interface VesselOrder {
  /** Distinguishes the sandboxes of one template. */
  readonly id: number;
  readonly limits: JailLimits;
  /** Its host processes enter it before anything runs in them; null where no cgroup is to be had. */
  readonly leaf: CgroupLeaf | null;
  /** path.protected: what is covered in the workspace, folders before what is in them. */
  readonly covers: readonly Cover[];
  /** One line for the stdin of guest/start_standalone.py (standalone-plan.ts). */
  readonly plan: string;
}

/** One sandbox of an engine, from its start to its end. */
export interface Vessel {
  /** Host pid of the process below which all of its host processes are; null where there is none such. */
  readonly hostInit: number | null;
  /** Host pids of all of its processes that live, threads left out. */
  listProcesses(): readonly number[];
  /** Resolves when none of its host processes is left. Never rejects. */
  readonly ended: Promise<void>;
  /** What the engine last said, for an error message. */
  readonly lastWords: string;
  /** limit.memory, limit.cpu: the control group that the engine itself holds it by; null where `leaf` of its order does. */
  readonly group: CgroupLeaf | null;
  /** limit.memory, limit.cpu: what the guest uses, where no cgroup holds it. */
  measure(budgetBytes: number): SandboxUse;
  /**
   * net.none: takes away what leads to us and is no longer needed: of the gateway when it has its connections, which it waits for
   * (InsidePlan.withdrawn); the rest when it is ready, before anything is run in it. @throws where something stays
   */
  withdraw(what: 'gateway' | 'rest'): Promise<void>;
  /** SIGKILL for all of its host processes; does nothing where it has ended. */
  kill(): void;
  /** jail.once: removes what is left of it, after `ended`: folders, mounts, names. @throws where something stays */
  clear(): Promise<void>;
}

/** What the sandboxes of one template are started with. */
export interface Wharf {
  readonly isolation: Pick<JailIsolation, 'backend' | 'namespaces' | 'sharedNamespaces'>;
  /** What the engine itself takes beside what the guest may use, of each sandbox's control group. */
  readonly own: { readonly memoryBytes: number; readonly pids: (guestPids: number) => number };
  /** As the sandbox sees itself. */
  readonly inside: InsidePlan;
  /** @throws PymcpError where it cannot be started; nothing is left then */
  start(order: VesselOrder): Promise<Vessel>;
  /** Whether the kernel that its sandboxes see tells how much of their output has been read (behind-output.ts). */
  readonly tellsWhatWasRead: boolean;
  /** Rules of the filter that are otherwise in the kernel that its sandboxes see. */
  readonly filterChanges: RuleChanges;
  /** Why a sandbox could not be born, where the engine's own words tell: what to do about it. */
  toHint(words: string): string;
  close(): Promise<void>;
}

/** Of the plan, what the engine decides (guest/pymcp_guest/standalone_plan.py says what each is). */
export interface InsidePlan {
  /** Of the gateway's socket; null where the engine hands the connections over, as descriptors from 3 on. */
  readonly socketPath: string | null;
  /** User id of guest code, and group id where `group` does not say it, as it sees itself. */
  readonly user: number;
  /** The only group that there is; null where each user's has its number. */
  readonly group: number | null;
  /** Likewise, as the rest of the sandbox sees it. */
  readonly outerUser: number;
  /** Whether guest code enters user namespaces of its own, in which there is nobody else. */
  readonly ownUsers: boolean;
  /** Likewise of pid 1. */
  readonly reaper: number;
  /** Likewise of the relay, which connects to the proxy. */
  readonly relay: number;
  readonly detach: readonly string[];
  readonly cover: readonly string[];
  readonly remove: readonly string[];
  readonly giveAway: readonly string[];
  readonly readOnlyProc: boolean;
  readonly ownGroupView: boolean;
  /** Whether pid 1 waits to be ended where the agent has gone, since what its group counted goes with the group. */
  readonly lingers: boolean;
  /** Whether the gateway takes its socket away: nothing of a guest's, and nothing that is preloaded, runs before that. */
  readonly withdrawn: boolean;
  /** Whether a file with two names is two files to the kernel that it sees. */
  readonly reopensSemaphores: boolean;
  readonly bounding: boolean;
  /** Where the kernel that it sees has Landlock: what may be opened, and how. */
  readonly landlock: LandlockPlan | null;
  /** Whether RLIMIT_NPROC counts the processes of the sandbox alone. */
  readonly countsProcesses: boolean;
}

/** Absolute paths, as the sandbox sees them. */
export interface LandlockPlan {
  readonly readable: readonly string[];
  readonly writable: readonly string[];
  readonly executables: readonly string[];
  /** Devices that may be used. */
  readonly devices: string;
  /** Readable by its mode, and by no rule: that it cannot be opened shows that Landlock holds. */
  readonly sentinel: string;
}
