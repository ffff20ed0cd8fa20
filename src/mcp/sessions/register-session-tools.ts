// The tools of sessions, in the order in which a client lists them.
import type { McpServer } from '@modelcontextprotocol/server';
import type { Caller } from '../../core/caller.js';
import type { PythonService } from '../../services/python/python-service.js';
import { closeSession } from './close-session.js';
import { createSession } from './create-session.js';
import { deleteSessionFile } from './delete-session-file.js';
import { forkSession } from './fork-session.js';
import { interruptSession } from './interrupt-session.js';
import { listSessionFiles } from './list-session-files.js';
import { listSessions } from './list-sessions.js';
import { readSessionFile } from './read-session-file.js';
import { registerSessionTool } from './session-tool.js';

export function registerSessionTools(
  server: McpServer,
  service: Pick<PythonService, 'sessions'>,
  caller: Caller,
): void {
  registerSessionTool(server, createSession(service, caller));
  registerSessionTool(server, listSessions(service, caller));
  registerSessionTool(server, forkSession(service, caller));
  registerSessionTool(server, interruptSession(service, caller));
  registerSessionTool(server, closeSession(service, caller));
  registerSessionTool(server, listSessionFiles(service, caller));
  registerSessionTool(server, readSessionFile(service, caller));
  registerSessionTool(server, deleteSessionFile(service, caller));
}
