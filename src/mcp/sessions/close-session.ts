// The tool close_session.
import { z } from 'zod';
import type { Caller } from '../../core/caller.js';
import type { PythonService } from '../../services/python/python-service.js';
import { idSchema } from './session-schema.js';
import type { SessionTool } from './session-tool.js';

const input = z.strictObject({ session_id: idSchema });

export function closeSession(
  { sessions }: Pick<PythonService, 'sessions'>,
  caller: Caller,
): SessionTool<typeof input, void> {
  return {
    name: 'close_session',
    title: 'Close a Python session',
    description:
      'Ends a session with all its processes, variables and files, also where it is running something. Use it when a ' +
      'session is no longer needed: it frees memory and room for others. Copies of it go on.',
    input,
    output: { session_id: z.string() },
    annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true },
    ask: ({ session_id: id }) => sessions.close(caller, id),
    tell: (_, { session_id: id }) => ({
      message: `The session ${id} was closed; nothing of it is left.`,
      fields: { session_id: id },
    }),
  };
}
