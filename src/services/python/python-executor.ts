// What the service asks of an executor, as a type of its own, so that tests can stand in for a jail.
import type { Executor } from '../../execution/executor.js';
import type { Sessions } from '../../execution/sessions/sessions.js';

export type SessionKeeper = Pick<
  Sessions,
  | 'create'
  | 'run'
  | 'list'
  | 'fork'
  | 'interrupt'
  | 'close'
  | 'closeAllOf'
  | 'listFiles'
  | 'readFile'
  | 'deleteFile'
  | 'watchEnds'
>;

/** A session that was made, and those that were closed to make room for it. */
export type NewSession = Awaited<ReturnType<SessionKeeper['create']>>;

/** Those that are there, and those that the gateway closed lately. */
export type SessionOverview = ReturnType<SessionKeeper['list']>;

export interface PythonExecutor extends Pick<Executor, 'warmUp' | 'run' | 'openTemplateFor' | 'close'> {
  readonly sessions: SessionKeeper;
}
