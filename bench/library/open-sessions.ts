// Sessions through the library, because there the total of memory and processes can be raised, and over the wire not.
import type { TotalLimits } from '#pymcp/core/limits.js';
import type { EnvironmentName } from '#pymcp/core/names.js';

export interface SessionsUnderTest {
  /** Opens one. @throws where it does not fit, or another had to go for it */
  create(): Promise<string>;
  /** Runs a program in one and returns the value of its last expression. */
  call(id: string, code: string): Promise<string | null>;
  closeSession(id: string): Promise<void>;
  close(): Promise<void>;
}

export interface SessionsOptions {
  readonly environment: EnvironmentName;
  readonly total: TotalLimits;
  readonly most: number;
}

/** The caller closes it. */
export function openSessions(_options: SessionsOptions): SessionsUnderTest {
  throw new Error('the library has no sessions yet');
}
