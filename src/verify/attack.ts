// What an attack is: a program and what its header says of it, as data.
import type { LimitName } from '../core/isolation.js';
import type { AttackedPromise } from '../core/promises.js';
import type { LayerName } from './layers.js';

/** The folders of hostile/; `innocent` has what must work. */
export const attackGroups = [
  'files',
  'processes',
  'memory',
  'time',
  'network',
  'egress',
  'output',
  'python',
  'kernel',
  'leftovers',
  'innocent',
] as const;
export type AttackGroup = (typeof attackGroups)[number];

/** How a run may end. A detail narrows it: a limit's name, a signal, the code of a refusal. */
export type Expectation =
  | { readonly status: 'completed' | 'raised' }
  | { readonly status: 'limit'; readonly limit: LimitName }
  | { readonly status: 'lost'; readonly signal: string | null }
  | { readonly status: 'refused'; readonly code: string };

/** `twice`: one run after the other. `beside`: three more are born while the first is at work. */
export type Runs = 'once' | 'twice' | 'beside';

export interface AttackLimits {
  readonly memoryBytes?: number;
  readonly pids?: number;
  readonly wallMs?: number;
}

export interface AttackHeader {
  /** One sentence: what it tries. */
  readonly title: string;
  readonly promise: AttackedPromise;
  readonly group: AttackGroup;
  readonly expects: readonly Expectation[];
  /** Without all of these it succeeds; empty for what must work. */
  readonly stoppedBy: readonly LayerName[];
  readonly workspace: 'none' | 'read-only' | 'writable';
  /** `named`: it has a way out, to the hosts of the stage (stage-plan.ts) and nowhere else. */
  readonly network: 'none' | 'named';
  readonly runs: Runs;
  readonly limits: AttackLimits;
  /** It takes so much of the machine that another beside it would be disturbed. */
  readonly isAlone: boolean;
  /** Its two runs must say different things. */
  readonly mustDiffer: boolean;
  /** Harmless without any jail. */
  readonly isSafeOutside: boolean;
}

export interface Attack {
  /** `group/name`, as its file below hostile/. */
  readonly name: string;
  readonly header: AttackHeader;
  readonly code: string;
}
