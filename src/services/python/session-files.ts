// What is asked of sessions for their files to be resources.
import type { Caller } from '../../core/caller.js';
import type { PythonChanges } from './python-changes.js';
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

/** What was seen of them is known to those who tell of changes. */
export function rememberSeen(
  sessions: SessionFiles,
  changes: Pick<PythonChanges, 'sessionFilesSeen'>,
): SessionFiles {
  return {
    list: (caller) => sessions.list(caller),
    async listFiles(caller, id) {
      const list = await sessions.listFiles(caller, id);
      changes.sessionFilesSeen(
        id,
        list.files.map(({ path }) => path),
      );
      return list;
    },
    async readFile(caller, id, path, offset, length) {
      const part = await sessions.readFile(caller, id, path, offset, length);
      changes.sessionFilesSeen(id, [path]);
      return part;
    },
  };
}
