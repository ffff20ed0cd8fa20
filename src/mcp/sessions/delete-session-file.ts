// The tool delete_session_file.
import { z } from 'zod';
import type { Caller } from '../../core/caller.js';
import type { PythonService } from '../../services/python/python-service.js';
import { idSchema } from './session-schema.js';
import type { SessionTool } from './session-tool.js';

const input = z.strictObject({
  session_id: idSchema,
  path: z.string().describe('As list_session_files shows it.'),
});

export function deleteSessionFile(
  { sessions }: Pick<PythonService, 'sessions'>,
  caller: Caller,
): SessionTool<typeof input, void> {
  return {
    name: 'delete_session_file',
    title: 'Delete a file of a Python session',
    description:
      'Deletes one file from the scratch folder of a session, to make room there. The session must be idle.',
    input,
    output: { path: z.string() },
    annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true },
    ask: ({ session_id: id, path }) => sessions.deleteFile(caller, id, path),
    tell: (_, { path }) => ({ message: `The file ${JSON.stringify(path)} was deleted.`, fields: { path } }),
  };
}
