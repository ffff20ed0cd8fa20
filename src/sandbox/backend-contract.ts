// What a backend is: a folder with `probe`, a pure function from policy to arguments, and `openEngine`.
// Whatever the wall is made of, it behaves so; tests/contract/ runs against every backend.
import type { BackendName } from '../core/backend-names.js';
import type { Workspace } from '../core/workspace.js';
import type { JailLimits, TotalLimits } from '../core/limits.js';
import type { JailIsolation, LimitLevel, LimitLevels, LimitName } from '../core/isolation.js';
import type { Readable } from 'node:stream';
import type { GuestChannel } from './channel/guest-channel.js';
import type { LookPace } from './workspace/look-pace.js';

/** What all sandboxes of one template have in common. */
export interface SandboxPolicy {
  /** Absolute path of the interpreter. */
  readonly interpreter: string;
  /** Modules that are imported once, for all. */
  readonly preload: readonly string[];
  /** Likewise, where they are installed for this interpreter. */
  readonly optionalPreload?: readonly string[];
  /** Refuse to run where a limit is less than `enforced`. */
  readonly strict: boolean;
  /** Shown at /workspace; without it there is only scratch. One template serves one workspace and access mode. */
  readonly workspace?: Workspace;
  /**
   * net.none: the socket of the egress proxy, for sandboxes that may be given a network; without it there is no way out of them.
   * What each may reach is decided for each run.
   */
  readonly network?: { readonly socketPath: string };
  /**
   * What an environment that a person has made has on the search path, beside the standard library: these packages alone, read-only
   * at /env. Those that are installed beside the interpreter are not there.
   */
  readonly packages?: PackageTree;
  /** Where its sandboxes are for becoming another program (GuestChannel.become). */
  readonly program?: JailedProgram;
}

export interface PackageTree {
  /** Absolute path of a folder that nobody writes to, with `site-packages` in it. */
  readonly folder: string;
  /** SHA-256 of all that is in it: where that differs, it is another template. */
  readonly content: string;
  /** Of the Python that it was made for, such as 3.11.2: with another one than a 3.11 it is refused. */
  readonly pythonVersion?: string;
}

/** Where every backend shows a PackageTree. */
export const packagesFolder = '/env';
export const sitePackages = `${packagesFolder}/site-packages`;

/** A program of this package, and what it reads, all of it shown read-only: as /srv/program and /srv/NAME. */
export interface JailedProgram {
  /** Absolute path of the only file besides the interpreter that may be executed. */
  readonly executable: string;
  /** Absolute paths of files and folders, by name. */
  readonly files: Readonly<Record<string, string>>;
}

/** Where a finding is shown: what the machine is, what the jail is built of, what is bounded, what a real run showed, what else there is. */
export const findingGroups = ['machine', 'jail', 'limits', 'proof', 'backends'] as const;
export type FindingGroup = (typeof findingGroups)[number];

/** One thing that a backend needs or can do here. */
export interface Finding {
  readonly group: FindingGroup;
  /** In kebab-case. Stable: scripts rely on it. */
  readonly name: string;
  /**
   * `missing`: a run would be refused. `degraded`: it runs, held by less. `unchecked`: something that it needs is
   * missing. `unused`: it is not here, and no run needs it.
   */
  readonly state: 'ok' | 'degraded' | 'missing' | 'unchecked' | 'unused';
  readonly detail: string;
  /** The exact commands or steps that mend it, one a line; null where there is nothing to mend. */
  readonly fix: string | null;
  /** How well a limit is held; null for everything that is no limit. */
  readonly level: LimitLevel['level'] | null;
}

/** A flaw that a program's makers have named. */
export interface KnownFlaw {
  /** As its makers and everybody else name it, e.g. CVE-2026-87766. */
  readonly id: string;
  /** Address of what its makers say about it. */
  readonly advisory: string;
  /** The first version of its makers without it. */
  readonly fixed: string;
  /** A day (YYYY-MM-DD) on which nobody's package can have had the fix yet. */
  readonly unfixedOn: string;
  readonly what: string;
  /** What it means for this jail. */
  readonly here: string;
}

/** A program of the system that a jail is built with or runs. */
export type JailProgram =
  | { readonly name: string; readonly state: 'absent'; readonly why: string; readonly fix: string }
  | {
      readonly name: string;
      readonly state: 'found';
      /** Links resolved. */
      readonly path: string;
      /** As it says itself. */
      readonly version: string;
      /** Those of its makers' version, whatever a distribution has mended; null where it cannot be compared. */
      readonly flaws: readonly KnownFlaw[] | null;
    };

export interface Backend {
  readonly name: BackendName;
  /** What this machine can enforce with this backend. Leaves nothing behind. */
  probe(policy: SandboxPolicy): Promise<readonly Finding[]>;
  /**
   * What it needs of the system, for `pymcp updates`, and for whoever asks whether it could be used here at all. Starts each once,
   * to ask its version.
   */
  listPrograms(interpreter: string): Promise<readonly JailProgram[]>;
  /**
   * Why its jail is not to be had here for want of namespaces; null where it is. Missing where it needs none.
   * @throws PymcpError where that cannot be found out
   */
  findLack?(): Promise<string | null>;
  /** Sets nothing up yet. The caller closes it. */
  openEngine(options: EngineOptions): Engine;
}

export interface EngineOptions {
  /** limit.memory limit.cpu: of all templates and sandboxes together. */
  readonly total: TotalLimits;
}

/** What the templates of one gateway share: the guests' user id, the control groups and so the total. One per process. */
export interface Engine {
  /** @throws PymcpError where a layer cannot be set up (fail.closed) */
  openTemplate(policy: SandboxPolicy): Promise<Template>;
  /** Closes what is still open of its templates and removes every trace. */
  close(): Promise<void>;
}

/** A prepared jail that sandboxes come out of. The opener closes it. */
export interface Template {
  readonly levels: LimitLevels;
  /** Whether it has ended by itself; its sandboxes ended with it, and a launch fails. */
  readonly isGone: boolean;
  /**
   * A sealed sandbox that nobody has used (jail.once).
   * @throws PymcpError where a layer cannot be set up; nothing is left of it then
   */
  launch(limits: JailLimits): Promise<Sandbox>;
  /** Ends all sandboxes and removes every trace. */
  close(): Promise<void>;
}

/**
 * How closely a sandbox is looked at: not at all before guest code runs in it, seldom while nobody waits for it, and
 * closely while somebody does.
 */
export type Pace = 'waiting' | 'idle' | 'running';

export interface Sandbox {
  /** As it is now: a session that is copied becomes one of a family. */
  readonly isolation: JailIsolation;
  readonly levels: LimitLevels;
  readonly channel: GuestChannel;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Resolves when a limit that is watched from outside was exceeded; the sandbox is being killed then. */
  readonly breached: Promise<LimitName>;
  /** Resolves when nothing of the sandbox is left: process, mount, cgroup. Never rejects. */
  readonly ended: Promise<SandboxEnd>;
  /**
   * Before a sandbox that has waited is used: whether one that is born now would be the same. Where not, it is to be killed.
   * path.protected: a secret that has come into the workspace since is not masked in it.
   */
  isCurrent(pace?: LookPace): Promise<boolean>;
  /**
   * path.protected: secrets of the workspace that it could read, since they came after it was born; paths for a person.
   * Asked before each call of a session.
   */
  findUnmasked(): Promise<readonly string[]>;
  /** path.protected: as SandboxEnd has it, so far. */
  findCreated(): Promise<readonly string[]>;
  /** `waiting` at first; whoever hands code over says so before. */
  setPace(pace: Pace): void;
  /** SIGINT to the process that runs the guest's code; resolves when it was sent, or nobody is there to get it. */
  interrupt(): Promise<void>;
  /**
   * A copy of the live main process, with what it has in memory, that goes on by itself: with its own channel,
   * control group and scratch folder, in the same namespaces (`family`). Only while it waits for work.
   * @throws PymcpError `session.fork-failed`
   */
  fork(limits: JailLimits): Promise<Sandbox>;
  /** Live figures; null where nothing measures them. */
  readUsage(): SandboxUsage;
  /** Of these the processor time alone. */
  readCpuMs(): number | null;
  /** Ends every process of the sandbox; does nothing where it has ended. */
  kill(): void;
}

export interface SandboxUsage {
  readonly cpuMs: number | null;
  readonly memoryBytes: number | null;
  /** Since it was born. */
  readonly peakMemoryBytes: number | null;
  readonly pidsRefused: number;
  readonly oomKills: number;
}

/** How the guest's process ended, as the host saw it. */
export interface SandboxEnd {
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** The jail that it came out of has ended as a whole, and this with it. */
  readonly withTemplate: boolean;
  /** A limit that the kernel enforced by killing. */
  readonly limit: LimitName | null;
  readonly cpuMs: number | null;
  readonly peakMemoryBytes: number | null;
  readonly pidsRefused: number;
  /** path.protected: files that the host would execute or obey and that the run made, for a person to read. */
  readonly createdProtected: readonly string[];
  /** What could not be removed, empty in every ordinary end. */
  readonly leftovers: readonly string[];
}
