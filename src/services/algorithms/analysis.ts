// What an analysis has found. Words of functions and their notes are the guest's.
import type { Comparison } from './compare-solvers.js';
import type { Conditions } from './conditions.js';
import type { Judged } from './judge-measured.js';

export interface Analysis {
  readonly name: string;
  readonly functions: readonly Judged[];
  readonly comparisons: readonly Comparison[];
  /** Functions that could not be measured. */
  readonly skipped: readonly { readonly name: string; readonly why: string }[];
  /** Why the code could not be loaded; null where it was. */
  readonly notLoaded: string | null;
  /** What ended it before its end; null where nothing did. */
  readonly cutShort: string | null;
  readonly wallMs: number;
  /** Not of one that was put together from others. */
  readonly conditions?: Conditions;
}
