// What is asked of sessions for their files to be resources.
import type { Caller } from '../../core/caller.js';
import type { SessionId } from '../../core/names.js';
import type { SessionFileList, SessionFilePart, SessionView } from '../../core/session.js';

/** Each throws PymcpError `session.unknown` where it is not there or another's, and others as the session has it. */
export interface SessionFiles {
  list(caller: Caller): { readonly sessions: readonly SessionView[] };
  listFiles(caller: Caller, id: SessionId): Promise<SessionFileList>;
  readFile(
    caller: Caller,
    id: SessionId,
    path: string,
    offset: number,
    length: number,
  ): Promise<SessionFilePart>;
}
