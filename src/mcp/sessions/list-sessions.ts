// The tool list_sessions.
import { z } from 'zod';
import type { Caller } from '../../core/caller.js';
import type { SessionView } from '../../core/session.js';
import type { SessionOverview } from '../../services/python/python-executor.js';
import type { PythonService } from '../../services/python/python-service.js';
import { sayEnded } from './say-ended.js';
import { endedSchema, sessionSchema, toEnded, toSession } from './session-schema.js';
import type { SessionTool } from './session-tool.js';

const input = z.strictObject({});

export function listSessions(
  { sessions }: Pick<PythonService, 'sessions'>,
  caller: Caller,
): SessionTool<typeof input, SessionOverview> {
  return {
    name: 'list_sessions',
    title: 'List Python sessions',
    description:
      'Lists your sessions: whether each is idle or busy, what it was copied from, how much memory it uses, when it will be ' +
      'closed, and which were closed lately and why. Use it when you do not know a session_id or whether a session still lives.',
    input,
    output: {
      sessions: z.array(sessionSchema),
      ended: z.array(endedSchema).describe('Closed lately, not by close_session'),
    },
    annotations: { readOnlyHint: true },
    ask: () => sessions.list(caller),
    tell: ({ sessions: views, ended }) => ({
      message: `${sayHowMany(views.length)}${sayEnded(ended)}`,
      fields: { sessions: views.map(toSession), ended: toEnded(ended) },
      sections: views.length === 0 ? [] : [views.map(toLine).join('\n')],
    }),
  };
}

function sayHowMany(count: number): string {
  if (count === 0) return 'There is no session; create_session makes one.';
  return count === 1 ? 'There is one session.' : `There are ${count} sessions.`;
}

function toLine({ id, environment, state, forkedFrom, calls, memoryBytes, expiresMs }: SessionView): string {
  const parts = [
    `${id}: ${state}`,
    `env ${environment}`,
    ...(forkedFrom === null ? [] : [`copied from ${forkedFrom}`]),
    `${calls} calls`,
    ...(memoryBytes === null ? [] : [`${Math.ceil(memoryBytes / 1024 / 1024)} MB`]),
    ...(expiresMs === null ? [] : [`until ${new Date(expiresMs).toISOString()} unless it is used`]),
  ];
  return `- ${parts.join(', ')}`;
}
