// The tool fork_session.
import { z } from 'zod';
import type { Caller } from '../../core/caller.js';
import type { NewSession } from '../../services/python/python-executor.js';
import type { PythonService } from '../../services/python/python-service.js';
import { sayEnded } from './say-ended.js';
import { endedSchema, idSchema, sessionSchema, toEnded, toSession } from './session-schema.js';
import type { SessionTool } from './session-tool.js';

const input = z.strictObject({ session_id: idSchema });

export function forkSession(
  { sessions }: Pick<PythonService, 'sessions'>,
  caller: Caller,
): SessionTool<typeof input, NewSession> {
  return {
    name: 'fork_session',
    title: 'Fork a Python session',
    description:
      'Makes a copy of a session with all that is in its memory and its files, in milliseconds; from then on both go their ' +
      'own ways. Use it to try something without losing what is there, or to go on in several directions from data that is ' +
      'loaded. Threads, other processes and open connections of the original are not in the copy. The session must be idle.',
    input,
    output: {
      session: sessionSchema.describe('The copy'),
      ended: z.array(endedSchema).describe('Closed to make room'),
    },
    annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false },
    ask: ({ session_id: id }) => sessions.fork(caller, id),
    tell: ({ session, ended }, { session_id: original }) => ({
      message:
        `The session ${session.id} is a copy of ${original}; what is done in one is not seen in the other.` +
        sayEnded(ended),
      fields: { session: toSession(session), ended: toEnded(ended) },
    }),
  };
}
