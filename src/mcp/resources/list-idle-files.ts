// The files of sessions for somebody who types: those that can be had at once.
import type { SessionView } from '../../core/session.js';
import { PymcpError } from '../../core/errors.js';
import { startTimer } from '../../host/clock.js';
import { toResourceUri } from '../../core/resource-uri.js';
import type { ResourceSources } from './resource-sources.js';

/** One that becomes busy meanwhile must not hide the files of the others. */
const mostWaitMs = 250;

export interface IdleFile {
  readonly path: string;
  readonly uri: string;
}

/** @param session of this one alone; undefined: of all */
export async function listIdleFiles(
  sources: Pick<ResourceSources, 'caller' | 'sessions'>,
  session: string | undefined,
): Promise<readonly IdleFile[]> {
  const asked = sources.sessions
    .list(sources.caller)
    .sessions.filter(({ id, state }) => state === 'idle' && (session === undefined || id === session));
  return (await Promise.all(asked.map((view) => listSoon(sources, view)))).flat();
}

async function listSoon(
  sources: Pick<ResourceSources, 'caller' | 'sessions'>,
  { id }: SessionView,
): Promise<readonly IdleFile[]> {
  const timer = startTimer(mostWaitMs);
  try {
    return await Promise.race([list(sources, id), timer.passed.then(() => [])]);
  } finally {
    timer.stop();
  }
}

/** None of one that ends meanwhile. */
async function list(
  { sessions, caller }: Pick<ResourceSources, 'caller' | 'sessions'>,
  id: SessionView['id'],
): Promise<readonly IdleFile[]> {
  try {
    const { files } = await sessions.listFiles(caller, id);
    return files.map(({ path }) => ({ path, uri: toResourceUri({ kind: 'sessions', id, path }) }));
  } catch (error) {
    if (error instanceof PymcpError) return [];
    throw error;
  }
}
