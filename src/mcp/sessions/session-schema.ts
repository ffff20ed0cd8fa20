// A session and the sessions that ended, as the tools show them.
import { z } from 'zod';
import type { EndedSession, SessionView } from '../../core/session.js';

export const sessionSchema = z.object({
  session_id: z.string(),
  env: z.string(),
  state: z.enum(['idle', 'busy']),
  forked_from: z.string().nullable(),
  calls: z.int().describe('Calls that have ended'),
  created_at: z.string(),
  last_used_at: z.string(),
  expires_at: z.string().nullable().describe('Closed then unless it is used before; null while it is busy'),
  memory_bytes: z.int().nullable().describe('Used now; null: not measured on this machine'),
});

export const endedSchema = z.object({ session_id: z.string(), reason: z.string() });

export const idSchema = z.string().describe('Of create_session, fork_session or list_sessions.');

export function toSession(view: SessionView): z.infer<typeof sessionSchema> {
  return {
    session_id: view.id,
    env: view.environment,
    state: view.state,
    forked_from: view.forkedFrom,
    calls: view.calls,
    created_at: toTime(view.createdMs),
    last_used_at: toTime(view.lastUsedMs),
    expires_at: view.expiresMs === null ? null : toTime(view.expiresMs),
    memory_bytes: view.memoryBytes,
  };
}

export function toEnded(ended: readonly EndedSession[]): z.infer<typeof endedSchema>[] {
  return ended.map(({ id, reason }) => ({ session_id: id, reason }));
}

const toTime = (ms: number): string => new Date(ms).toISOString();
