// The tools of sessions, in the order in which a client lists them.
import type { Caller } from '../../core/caller.js';
import type { PythonService } from '../../services/python/python-service.js';
import type { OfferedTool } from '../offer.js';
import { closeSession } from './close-session.js';
import { createSession } from './create-session.js';
import { deleteSessionFile } from './delete-session-file.js';
import { forkSession } from './fork-session.js';
import { interruptSession } from './interrupt-session.js';
import { listSessionFiles } from './list-session-files.js';
import { listSessions } from './list-sessions.js';
import { readSessionFile } from './read-session-file.js';
import { toOfferedTool } from './session-tool.js';

export function offerSessionTools(
  service: Pick<PythonService, 'sessions'>,
  caller: Caller,
): readonly OfferedTool[] {
  return [
    toOfferedTool(createSession(service, caller)),
    toOfferedTool(listSessions(service, caller)),
    toOfferedTool(forkSession(service, caller)),
    toOfferedTool(interruptSession(service, caller)),
    toOfferedTool(closeSession(service, caller)),
    toOfferedTool(listSessionFiles(service, caller)),
    toOfferedTool(readSessionFile(service, caller)),
    toOfferedTool(deleteSessionFile(service, caller)),
  ];
}
