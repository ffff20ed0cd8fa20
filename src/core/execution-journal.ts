// audit.chain: what is told of every execution, before it begins and after it has ended, and who is told. Pure types;
// src/audit/ writes it down.
import type { Caller } from './caller.js';
import type { ExecutionResult } from './execution-result.js';
import type { JailLimits, Limits } from './limits.js';
import type { EnvironmentName, SessionId } from './names.js';
import type { NetworkSink, ShownRule } from './network.js';
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
  /** net.none: what it may reach; null where that is nothing. */
  readonly network: readonly ShownRule[] | null;
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

/** Whose network it is: that of a run by its id, or that of a session. */
export interface NetworkOwner {
  readonly caller: Caller;
  readonly id: string | null;
  readonly session: SessionId | null;
}

/** An execution whose beginning is written down. Exactly one of the two is called, once; neither throws. */
export interface RunEntry {
  /** Of its records, by which they are found; null where nothing is written down. */
  readonly id: string | null;
  readonly end: (result: ExecutionResult) => void;
  /** Our failure, or a refusal: nothing is known of a result. */
  readonly fail: (error: unknown) => void;
}

export interface ExecutionJournal {
  /** Resolves when it is written down. @throws PymcpError `audit.not-written`: nothing may run then */
  readonly begin: (run: RunDescription) => Promise<RunEntry>;
  /** For what the proxy decides. A decision that cannot be written down is not carried out. */
  readonly watchNetwork: (owner: NetworkOwner) => NetworkSink;
  /** Likewise, of a session. @throws PymcpError `audit.not-written`: none may be made then */
  readonly beginSession: (session: SessionDescription) => Promise<void>;
  /** Never throws: what cannot be written now is written before the next execution, or that is refused. */
  readonly endSession: (ending: SessionEnding) => void;
  /** What was refused before anything began; a failure that an entry was told of is not written twice. Never throws. */
  readonly refuse: (origin: Origin, error: unknown) => void;
}

/** Of whoever runs programs without being told to write it down: tests, and a person who says `--no-audit`. */
export const noJournal: ExecutionJournal = {
  begin: () => Promise.resolve({ id: null, end: () => undefined, fail: () => undefined }),
  watchNetwork: () => ({ decided: () => Promise.resolve(), ended: () => undefined }),
  beginSession: () => Promise.resolve(),
  endSession: () => undefined,
  refuse: () => undefined,
};
