// What a run of the benchmarks says: as JSON with --json, as a table, and as what the documentation is made of.
import type { ExecutionResult } from '#pymcp/core/execution-result.js';
import type { Machine } from './machine.js';
import type { Summary } from './statistics.js';

export type Side = 'ours' | 'baseline';
export type Unit = 'ms' | '/s' | 'MB' | 'MB/s';

/** A figure next to what the project asks of it. */
export interface Verdict {
  /** In the words. */
  readonly what: string;
  /** e.g. `≤ 0.5 × plain Python` */
  readonly wanted: string;
  /** In the unit of `wanted`. */
  readonly got: number;
  readonly reached: boolean;
  /** What the issue aims at beyond; null where it names nothing. */
  readonly aim: { readonly wanted: string; readonly reached: boolean } | null;
}

interface Named {
  readonly label: string;
  readonly side: Side;
}

export interface MeasuredRow extends Named {
  readonly kind: 'measured';
  readonly unit: Unit;
  readonly summary: Summary;
  /** Of the medians, in the same rounds; null where there is nothing to compare with. */
  readonly ratio: { readonly to: string; readonly value: number } | null;
  readonly verdicts: readonly Verdict[];
}

/** `absent`: not on this machine. `failed`: should have worked. */
export interface UnmeasuredRow extends Named {
  readonly kind: 'absent' | 'failed';
  readonly why: string;
}

export type Row = MeasuredRow | UnmeasuredRow;

export interface Measurement {
  readonly rows: readonly Row[];
  /** Sentences that a figure is not to be read without. */
  readonly notes: readonly string[];
}

export type ScenarioReport = { readonly name: string; readonly title: string; readonly seconds: number } & (
  ({ readonly kind: 'measured' } & Measurement) | { readonly kind: 'failed'; readonly why: string }
);

export interface RunOptions {
  readonly rounds: number;
  /** Idle time before each start. */
  readonly pauseMs: number;
  readonly only: readonly string[];
}

export interface Report {
  readonly machine: Machine;
  readonly options: RunOptions;
  /** Of our runs, read back in one of them; a reason where none could be had. */
  readonly held: Pick<ExecutionResult, 'isolation' | 'limits'> | { readonly why: string };
  readonly scenarios: readonly ScenarioReport[];
  /** Every baseline's full arguments. */
  readonly baselines: Readonly<Record<string, readonly string[]>>;
}
