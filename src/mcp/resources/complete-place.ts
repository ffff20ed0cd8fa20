// What the variables of the templates of resources may be: the caller's own results, sessions and files, nothing of others.
import { parseResourceUri, type ResourcePlace } from '../../core/resource-uri.js';
import type { CompletedArgument } from '../offer.js';
import { listIdleFiles } from './list-idle-files.js';
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
        : toPaths(await listIdleFiles(sources, others['session']));
    default:
      return [];
  }
}

function resultPaths(sources: ResourceSources, result: string | undefined): readonly string[] {
  const places = resultPlaces(sources).filter(({ id }) => result === undefined || id === result);
  return toPaths(places);
}

function resultPlaces({ results, caller }: ResourceSources): readonly ResourcePlace[] {
  return results.list(caller).flatMap(({ uri }) => parseResourceUri(uri) ?? []);
}

function toPaths(files: readonly { readonly path: string }[]): readonly string[] {
  return [...new Set(files.map(({ path }) => path))].sort();
}
