// What really held a run: reported in every result and by doctor, never assumed.
import type { OuterBoundary } from './outer-boundary.js';

/** How well one limit is held. `watched`: a host watchdog sums and kills, so a short overshoot is possible. */
export type LimitLevel =
  | { readonly level: 'enforced'; readonly by: string }
  | { readonly level: 'watched'; readonly by: string }
  | { readonly level: 'not available'; readonly why: string };

/** Every limit that a result reports a level for. */
export const limitNames = ['memory', 'cpu', 'pids', 'wall', 'output', 'files'] as const;
export type LimitName = (typeof limitNames)[number];

export type LimitLevels = Readonly<Record<LimitName, LimitLevel>>;

/** The layers around one sandbox, as the sealing code and the host saw them. */
export interface Isolation extends JailIsolation {
  /** net.none: what it could reach, as the proxy was told: hosts with their ports, or nothing. */
  readonly network: 'none' | readonly string[];
}

/** What is true of the sandbox whatever runs in it. */
export interface JailIsolation {
  readonly backend: string;
  /** Why this backend and no other, for a person; missing where nothing was chosen. */
  readonly reason?: string;
  /** Linux namespaces of the sandbox's own (namespaces(7)). */
  readonly namespaces: readonly string[];
  /** Those that it shares with the gateway: there the container around both is the wall. Missing where it shares none. */
  readonly sharedNamespaces?: readonly string[];
  /** Instructions of the installed seccomp filter. */
  readonly seccompInstructions: number;
  /** Landlock ABI applied, 0 where the kernel has none. */
  readonly landlockAbi: number;
  /** User id outside, never 0. */
  readonly hostUid: number;
  /**
   * `own`: no other sandbox is in its namespaces. `family`: it is a copy of a session, or was copied, and shares user,
   * pid, mount, network, ipc and uts namespaces with those of its family, which belong to the same caller.
   */
  readonly scope: 'own' | 'family';
}

/** The wall behind the layers: namespaces of the sandbox's own, or the container that the gateway is in. */
export function outerBoundaryOf({
  sharedNamespaces = [],
}: Pick<JailIsolation, 'sharedNamespaces'>): OuterBoundary {
  return sharedNamespaces.length === 0 ? 'jail' : 'container';
}
