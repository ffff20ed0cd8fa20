// The files of results, in the order of their addresses.
import type { Resource } from '@modelcontextprotocol/server';
import { mimeTypeOf } from '../mime-type-of.js';
import { showLine } from '../run-python/show-controls.js';
import type { ResourceSources } from './resource-sources.js';

export function listResultFiles({
  caller,
  results,
}: Pick<ResourceSources, 'caller' | 'results'>): readonly Resource[] {
  const files = results.list(caller).map(({ uri, path, size, createdMs }) => ({
    uri,
    name: showLine(path),
    mimeType: mimeTypeOf(path),
    size,
    annotations: { lastModified: new Date(createdMs).toISOString() },
  }));
  return files.sort((one, other) => (one.uri < other.uri ? -1 : 1));
}
