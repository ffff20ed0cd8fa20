// What is asked of a change, and what is told of it once it was made.
import type { KeptChange } from './change-record.js';

export interface FileEdit {
  readonly oldText: string;
  readonly newText: string;
}

export interface Change {
  /** By which it is taken back; null where it cannot be. */
  readonly changeId: number | null;
  /** Why it cannot be taken back; null where it can. */
  readonly notKept: string | null;
  readonly created: boolean;
  readonly bytes: number;
  /** path.protected: what has come that the host may execute or obey. */
  readonly createdProtected: readonly string[];
  /** What the file had beside its content and has no more: attributes that this process may not give it. */
  readonly lost?: readonly string[];
}

export interface PlannedEdit extends Change {
  readonly diff: string;
}

export interface Undone extends Change {
  readonly undone: KeptChange;
}
