// Sessions through the library, because there the total of memory and processes can be raised, and over the wire not.
import { toCaller } from '#pymcp/core/caller.js';
import { defaultLimits, type TotalLimits } from '#pymcp/core/limits.js';
import type { EnvironmentName, SessionId } from '#pymcp/core/names.js';
import { Executor } from '#pymcp/execution/executor.js';
import { inheritedBoundary } from './inherited-boundary.js';

export interface SessionsUnderTest {
  /** Opens one. @throws where it does not fit, or another had to go for it */
  create(): Promise<SessionId>;
  /** Runs a program in one and returns the value of its last expression. @throws where it does not complete */
  call(id: SessionId, code: string): Promise<string | null>;
  closeSession(id: SessionId): Promise<void>;
  close(): Promise<void>;
}

export interface SessionsOptions {
  readonly environment: EnvironmentName;
  readonly total: TotalLimits;
  readonly most: number;
}

/** None is closed for having waited while others were measured. */
const idleMs = 24 * 60 * 60 * 1000;

/** The caller closes it. */
export function openSessions({ environment, total, most }: SessionsOptions): SessionsUnderTest {
  const executor = new Executor({
    ...{ strict: false, total, sessions: { most, idleMs } },
    boundary: inheritedBoundary(),
  });
  const caller = toCaller('bench');
  const limits = defaultLimits;
  return {
    async create() {
      const { session, ended } = await executor.sessions.create(caller, { environment, limits });
      if (ended[0] !== undefined) throw new Error(`another session had to go: ${ended[0].reason}`);
      return session.id;
    },
    async call(id, code) {
      const request = { code, fileName: 'main.py', limits };
      const { outcome } = await executor.sessions.run(caller, id, request);
      if (outcome.status !== 'completed') throw new Error(`our call ended: ${JSON.stringify(outcome)}`);
      return outcome.value;
    },
    closeSession: (id) => executor.sessions.close(caller, id),
    close: () => executor.close(),
  };
}
