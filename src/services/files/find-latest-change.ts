// Which change an undo takes back where nobody names one. Pure.
import type { KeptChange } from './change-record.js';

/** Step by step backwards: what was taken back already, and what took it back, are passed over. */
export function findLatestChange(kept: readonly KeptChange[]): KeptChange | undefined {
  const undone = new Set(kept.map(({ record }) => record.undoes));
  return kept.find(({ id, record }) => record.undoes === null && !undone.has(id));
}
