// audit.chain: what is told of every call of a service that runs nobody's code, before it begins and after it has ended, and who is told. Pure types; src/audit/ writes it down.
import type { Origin } from './execution-journal.js';

export interface CallDescription {
  readonly origin: Origin;
  /** What it is about, such as a repository or the paths of files; nothing of what is in them. */
  readonly subjects: readonly string[];
  readonly access: 'read' | 'write';
}

/** A call whose beginning is written down. `end` is called once, with the error where there was one; it never throws. */
export interface CallEntry {
  readonly end: (error: unknown) => void;
}

export interface CallJournal {
  /** Resolves when it is written down. @throws PymcpError `audit.not-written`: nothing may be sent then */
  readonly beginCall: (call: CallDescription) => Promise<CallEntry>;
}

export const noCallJournal: CallJournal = {
  beginCall: () => Promise.resolve({ end: () => undefined }),
};
