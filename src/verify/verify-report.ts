// Everything that `pymcp verify` has found, as one value for whoever shows it.
import type { BackendName } from '../core/backend-names.js';
import type { Machine } from '../host/machine.js';
import type { PromiseRow } from './tally-promises.js';
import type { Comparison } from './compare-outside.js';

export interface VerifyReport {
  readonly version: string;
  readonly machine: Machine;
  /** What was attacked. */
  readonly backend: BackendName;
  readonly user: 'root' | 'an ordinary user';
  /** Milliseconds since 1970. */
  readonly startedMs: number;
  readonly tookMs: number;
  readonly rows: readonly PromiseRow[];
  /** Null where nobody asked for it. */
  readonly comparison: Comparison | null;
}
