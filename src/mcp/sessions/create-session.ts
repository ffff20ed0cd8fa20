// The tool create_session.
import { z } from 'zod';
import type { Caller } from '../../core/caller.js';
import type { PythonService } from '../../services/python/python-service.js';
import type { NewSession } from '../../services/python/python-executor.js';
import { networkSchema } from '../network-schema.js';
import { sayEnded } from './say-ended.js';
import { endedSchema, sessionSchema, toEnded, toSession } from './session-schema.js';
import type { SessionTool } from './session-tool.js';

const input = z.strictObject({
  env: z.string().optional().describe('Python environment, as run_python lists them.'),
  network: networkSchema,
});

export function createSession(
  { sessions }: Pick<PythonService, 'sessions'>,
  caller: Caller,
): SessionTool<typeof input, NewSession> {
  return {
    name: 'create_session',
    title: 'Create a Python session',
    description:
      'Starts a Python process that stays: variables, imports, files and working folder are kept from one run_python call ' +
      'to the next that names its session_id, as in a notebook. Use it for work in several steps, such as exploring data ' +
      'that takes time to load; for a single program run_python alone is enough. A session is closed when it was not used ' +
      'for a while, and the one that was idle longest makes room where there are too many: the result says so.',
    input,
    output: { session: sessionSchema, ended: z.array(endedSchema).describe('Closed to make room') },
    annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false },
    ask: ({ env, network }) => sessions.create(caller, env, network),
    tell: ({ session, ended }) => ({
      message:
        `The session ${session.id} is there. Give session_id ${session.id} to run_python; close_session when it is no ` +
        `longer needed.${sayEnded(ended)}`,
      fields: { session: toSession(session), ended: toEnded(ended) },
    }),
  };
}
