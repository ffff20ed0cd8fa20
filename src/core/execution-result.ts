// What became of one execution. A Python exception, a limit, a lost process are results, not errors.
import type { Artifacts } from './exchanged-file.js';
import type { Isolation, LimitLevels, LimitName } from './isolation.js';
import type { DeniedAttempt } from './network.js';
import type { SessionState } from './session.js';

/** The first cause wins and is stored once. What the host saw outranks what the guest says. */
export type Outcome =
  | {
      readonly status: 'completed';
      readonly exitCode: number;
      /** repr() of the last expression, null where there was none; the guest's word. */
      readonly value: string | null;
    }
  | { readonly status: 'raised'; readonly error: RaisedError }
  | { readonly status: 'limit'; readonly limit: LimitName; readonly message: string }
  | { readonly status: 'cancelled'; readonly message: string }
  | {
      readonly status: 'lost';
      readonly exitCode: number | null;
      readonly signal: string | null;
      readonly message: string;
    };

/** An uncaught Python exception; the guest's word. */
export interface RaisedError {
  readonly name: string;
  readonly message: string;
  readonly traceback: string;
}

/** One stream of output: all of it, or its head and tail with a line between them that says how much is missing. */
export interface CapturedOutput {
  readonly text: string;
  /** Everything that was written. */
  readonly bytes: number;
  readonly truncated: boolean;
}

/** What the host measured; null where nothing on this machine measures it. */
export interface Usage {
  readonly wallMs: number;
  readonly cpuMs: number | null;
  readonly peakMemoryBytes: number | null;
  /** Times that a fork or thread was refused by the pids limit. */
  readonly pidsRefused: number;
}

export interface ExecutionResult extends Artifacts {
  readonly outcome: Outcome;
  readonly stdout: CapturedOutput;
  readonly stderr: CapturedOutput;
  /** path.protected: files that the host would execute and that the run created, relative to the workspace. */
  readonly createdProtected: readonly string[];
  /** net.none: what it tried to reach and no rule names. */
  readonly networkDenied: readonly DeniedAttempt[];
  readonly usage: Usage;
  readonly limits: LimitLevels;
  readonly isolation: Isolation;
  /** Where it ran in one; null where the sandbox was its own. */
  readonly session: SessionState | null;
  /** Of its records in the audit log (audit.chain); none where it was not written down. */
  readonly auditId?: string | null;
}
