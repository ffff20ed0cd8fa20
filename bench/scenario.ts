// One question with its rows. A file of bench/scenarios/ each.
import type { Arena } from './arena.js';
import type { Measurement } from './report.js';

export interface Scenario {
  /** For --only. */
  readonly name: string;
  readonly title: string;
  measure(arena: Arena): Promise<Measurement>;
}
