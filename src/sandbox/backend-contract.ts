// What a backend is: a folder with `probe`, a pure function from policy to arguments, and `openTemplate`.
// Whatever the wall is made of, it behaves so; tests/contract/ runs against every backend.
import type { Workspace } from '../core/workspace.js';
import type { Limits } from '../core/limits.js';
import type { Isolation, LimitLevel, LimitLevels, LimitName } from '../core/isolation.js';
import type { Readable } from 'node:stream';
import type { GuestChannel } from './channel/guest-channel.js';

/** What all sandboxes of one template have in common. */
export interface SandboxPolicy {
  /** Absolute path of the interpreter. */
  readonly interpreter: string;
  /** Modules that are imported once, for all. */
  readonly preload: readonly string[];
  /** Refuse to run where a limit is less than `enforced`. */
  readonly strict: boolean;
  /** Shown at /workspace; without it there is only scratch. One template serves one workspace and access mode. */
  readonly workspace?: Workspace;
}

/** Where a finding is shown: what the machine is, what the jail is built of, what is bounded, what a real run showed. */
export const findingGroups = ['machine', 'jail', 'limits', 'proof'] as const;
export type FindingGroup = (typeof findingGroups)[number];

/** One thing that a backend needs or can do here. */
export interface Finding {
  readonly group: FindingGroup;
  /** In kebab-case. Stable: scripts rely on it. */
  readonly name: string;
  /**
   * `missing`: a run would be refused. `degraded`: it runs, held by less. `unchecked`: something that it needs is
   * missing.
   */
  readonly state: 'ok' | 'degraded' | 'missing' | 'unchecked';
  readonly detail: string;
  /** The exact commands or steps that mend it, one a line; null where there is nothing to mend. */
  readonly fix: string | null;
  /** How well a limit is held; null for everything that is no limit. */
  readonly level: LimitLevel['level'] | null;
}

export interface Backend {
  readonly name: string;
  /** What this machine can enforce with this backend. Leaves nothing behind. */
  probe(policy: SandboxPolicy): Promise<readonly Finding[]>;
  /** @throws PymcpError where a layer cannot be set up (fail.closed) */
  openTemplate(policy: SandboxPolicy): Promise<Template>;
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
  launch(limits: Limits): Promise<Sandbox>;
  /** Ends all sandboxes and removes every trace. */
  close(): Promise<void>;
}

export interface Sandbox {
  readonly isolation: Isolation;
  readonly levels: LimitLevels;
  readonly channel: GuestChannel;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Resolves when a limit that is watched from outside was exceeded; the sandbox is being killed then. */
  readonly breached: Promise<LimitName>;
  /** Resolves when nothing of the sandbox is left: process, mount, cgroup. Never rejects. */
  readonly ended: Promise<SandboxEnd>;
  /** Ends every process of the sandbox; does nothing where it has ended. */
  kill(): void;
}

/** How the guest's process ended, as the host saw it. */
export interface SandboxEnd {
  readonly exitCode: number | null;
  readonly signal: string | null;
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
