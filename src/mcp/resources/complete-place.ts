// What the variables of the templates of resources may be: the caller's own results, sessions and files, nothing of others.
import { PymcpError } from '../../core/errors.js';
import { parseSessionId } from '../../core/names.js';
import { parseResourceUri, type ResourcePlace } from '../../core/resource-uri.js';
import type { CompletedArgument } from '../offer.js';
import type { ResourceSources } from './resource-sources.js';

export async function completePlace(
  sources: ResourceSources,
  kind: ResourcePlace['kind'],
  { name, others }: CompletedArgument,
): Promise<readonly string[]> {
  switch (name) {
    case 'result':
      return [...new Set(resultPlaces(sources).map(({ id }) => id))].sort();
    case 'session':
      return sources.sessions.list(sources.caller).sessions.map(({ id }) => id);
    case 'path':
      return kind === 'results'
        ? resultPaths(sources, others['result'])
        : sessionPaths(sources, others['session']);
    default:
      return [];
  }
}

function resultPaths(sources: ResourceSources, result: string | undefined): readonly string[] {
  const places = resultPlaces(sources).filter(({ id }) => result === undefined || id === result);
  return [...new Set(places.map(({ path }) => path))].sort();
}

function resultPlaces({ results, caller }: ResourceSources): readonly ResourcePlace[] {
  return results.list(caller).flatMap(({ uri }) => parseResourceUri(uri) ?? []);
}

/** Of the sessions that are idle: one that is busy would let a person wait. */
export async function sessionPaths(
  { sessions, caller }: Pick<ResourceSources, 'caller' | 'sessions'>,
  session: string | undefined,
): Promise<readonly string[]> {
  const asked = sessions
    .list(caller)
    .sessions.filter(({ id, state }) => state === 'idle' && (session === undefined || id === session));
  const lists = await Promise.all(
    asked.map(({ id }) =>
      sessions.listFiles(caller, parseSessionId(id)).then(
        ({ files }) => files.map(({ path }) => path),
        (error: unknown) => {
          // It ended meanwhile.
          if (error instanceof PymcpError) return [];
          throw error;
        },
      ),
    ),
  );
  return [...new Set(lists.flat())].sort();
}
