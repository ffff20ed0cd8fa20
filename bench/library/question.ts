// What the benchmarks ask a process of bench/library/worker.ts, and what it answers. Each answer is one line.
import type { EnvironmentName } from '#pymcp/core/names.js';
import type { TotalName } from './totals.js';

/** How a worker uses the library; one way and one environment per process. */
export type Use =
  | { readonly way: 'cold' | 'pooled'; readonly environment: EnvironmentName }
  | {
      readonly way: 'sessions';
      readonly environment: EnvironmentName;
      readonly total: TotalName;
      readonly most: number;
    };

export type Question =
  /** → milliseconds of one run */
  | { readonly what: 'run'; readonly code: string }
  /** → milliseconds for `count` runs, `atOnce` at a time */
  | { readonly what: 'many'; readonly code: string; readonly count: number; readonly atOnce: number }
  /** → what held one run: Held */
  | { readonly what: 'held' }
  /** → true when so many children wait (cold) */
  | { readonly what: 'wait'; readonly count: number }
  /** → how many sessions are open now: as many as asked for, or as fit, and why no more (sessions): Opened */
  | { readonly what: 'open'; readonly count: number }
  /** → the pid namespaces of the open sessions, such as `pid:[4026532001]` (sessions): string[] */
  | { readonly what: 'namespaces' }
  /** → milliseconds of a call in an open session: the first one, or each in its turn (sessions) */
  | { readonly what: 'call'; readonly whom: 'first' | 'next'; readonly code: string };

export interface Opened {
  readonly open: number;
  readonly stoppedBy: string | null;
}
