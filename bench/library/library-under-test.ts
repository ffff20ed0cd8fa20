// What the worker asks of the library, whichever way it is used.
import type { ExecutionResult } from '#pymcp/core/execution-result.js';

export interface LibraryUnderTest {
  /** A program in a sandbox of its own, to its end. */
  run(code: string): Promise<ExecutionResult>;
  close(): Promise<void>;
}
