// What the service asks of an executor (src/execution/executor.ts): one type, so that tests can stand in for a jail.
import type { Caller } from '../../core/caller.js';
import type { ExecutionRequest } from '../../core/execution-request.js';
import type { ExecutionResult } from '../../core/execution-result.js';
import type { Limits } from '../../core/limits.js';
import type { EnvironmentName, SessionId } from '../../core/names.js';
import type { EndedSession, SessionFileList, SessionFilePart, SessionView } from '../../core/session.js';
import type { ExecutionObserver } from '../../execution/execute.js';

/** A session that was made, and those that were closed to make room for it. */
export interface NewSession {
  readonly session: SessionView;
  readonly ended: readonly EndedSession[];
}

export interface SessionOverview {
  readonly sessions: readonly SessionView[];
  /** Closed lately by the gateway itself. */
  readonly ended: readonly EndedSession[];
}

/** @throws PymcpError `session.unknown` in the same words for what is not there and what is another caller's */
export interface SessionKeeper {
  create(
    caller: Caller,
    wanted: { readonly environment: EnvironmentName; readonly limits: Limits },
  ): Promise<NewSession>;
  run(
    caller: Caller,
    id: SessionId,
    request: Pick<ExecutionRequest, 'code' | 'fileName' | 'files' | 'limits'>,
    observer: ExecutionObserver,
  ): Promise<ExecutionResult>;
  list(caller: Caller): SessionOverview;
  fork(caller: Caller, id: SessionId): Promise<NewSession>;
  interrupt(caller: Caller, id: SessionId): Promise<'interrupted' | 'idle'>;
  close(caller: Caller, id: SessionId): Promise<void>;
  listFiles(caller: Caller, id: SessionId): Promise<SessionFileList>;
  readFile(
    caller: Caller,
    id: SessionId,
    path: string,
    offset: number,
    length: number,
  ): Promise<SessionFilePart>;
  deleteFile(caller: Caller, id: SessionId, path: string): Promise<void>;
}

export interface PythonExecutor {
  run(request: ExecutionRequest, observer?: ExecutionObserver): Promise<ExecutionResult>;
  readonly sessions: SessionKeeper;
  close(): Promise<void>;
}
