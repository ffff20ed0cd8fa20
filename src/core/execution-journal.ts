// audit.chain: what is told of every execution, before it begins and after it has ended, and who is told. Pure types;
// src/audit/ writes it down.
import type { Caller } from './caller.js';
import type { ExecutionResult } from './execution-result.js';
import type { JailLimits, Limits } from './limits.js';
import type { EnvironmentName, SessionId } from './names.js';
import type { WorkspaceAccess } from './workspace.js';

/** Who asks, and by which door. Nothing in it is secret. */
export interface Origin {
  readonly caller: Caller;
  readonly service: string;
  readonly tool: string;
}

/** What a program may do: everything that was decided before it ran. */
export interface RunPolicy {
  readonly environment: EnvironmentName;
  /** What of the host it sees; null where that is nothing. */
  readonly workspace: { readonly path: string; readonly access: WorkspaceAccess } | null;
  readonly strict: boolean;
}

export interface RunDescription extends RunPolicy {
  readonly origin: Origin;
  readonly limits: Limits;
  readonly code: string;
  /** That go in with it. */
  readonly files: { readonly count: number; readonly bytes: number };
  /** null where the sandbox is its own. */
  readonly session: SessionId | null;
}

/** A session that is about to be made, by itself or as a copy. */
export interface SessionDescription extends RunPolicy {
  readonly origin: Origin;
  readonly session: SessionId;
  readonly forkedFrom: SessionId | null;
  readonly limits: JailLimits;
}

export interface SessionEnding {
  readonly caller: Caller;
  readonly session: SessionId;
  readonly reason: string;
}

/** An execution whose beginning is written down. Exactly one of the two is called, once; neither throws. */
export interface RunEntry {
  /** Of its records, by which they are found; null where nothing is written down. */
  readonly id: string | null;
  readonly end: (result: ExecutionResult) => void;
  /** Our failure, or a refusal: nothing is known of a result. */
  readonly fail: (error: unknown) => void;
}

/** A call of a service that runs nobody's code. */
export interface CallDescription {
  readonly origin: Origin;
  /** What it is about, such as the paths of files; nothing of what is in them. */
  readonly subjects: readonly string[];
}

export interface CallEntry {
  /** Once. Never throws. @param error null where it was done */
  readonly end: (error: unknown) => void;
}

export interface ExecutionJournal {
  /** Resolves when it is written down. @throws PymcpError `audit.not-written`: nothing may run then */
  readonly begin: (run: RunDescription) => Promise<RunEntry>;
  /** Likewise, of a session. @throws PymcpError `audit.not-written`: none may be made then */
  readonly beginSession: (session: SessionDescription) => Promise<void>;
  /** Never throws: what cannot be written now is written before the next execution, or that is refused. */
  readonly endSession: (ending: SessionEnding) => void;
  /** Likewise, of a call. @throws PymcpError `audit.not-written`: nothing may be done then */
  readonly beginCall: (call: CallDescription) => Promise<CallEntry>;
  /** What was refused before anything began; a failure that an entry was told of is not written twice. Never throws. */
  readonly refuse: (origin: Origin, error: unknown) => void;
}

/** Of whoever runs programs without being told to write it down: tests, and a person who says `--no-audit`. */
export const noJournal: ExecutionJournal = {
  begin: () => Promise.resolve({ id: null, end: () => undefined, fail: () => undefined }),
  beginSession: () => Promise.resolve(),
  endSession: () => undefined,
  beginCall: () => Promise.resolve({ end: () => undefined }),
  refuse: () => undefined,
};
