// The files of sessions, in the order of their addresses.
import type { Resource } from '@modelcontextprotocol/server';
import { PymcpError } from '../../core/errors.js';
import { toResourceUri } from '../../core/resource-uri.js';
import type { SessionView } from '../../core/session.js';
import { mimeTypeOf } from '../mime-type-of.js';
import { showLine } from '../run-python/show-controls.js';
import type { ResourceSources } from './resource-sources.js';

type Sources = Pick<ResourceSources, 'caller' | 'sessions'>;

/** @param after sessions that lie before it as a whole are not asked */
export async function* listSessionFiles(sources: Sources, after: string): AsyncGenerator<Resource> {
  const { caller, sessions } = sources;
  const views = [...sessions.list(caller).sessions].sort((one, other) => (one.id < other.id ? -1 : 1));
  for (const view of views) if (`${prefixOf(view)}\uffff` > after) yield* await listFiles(sources, view);
}

const prefixOf = ({ id }: SessionView): string => toResourceUri({ kind: 'sessions', id, path: '' });

/** A session that is busy, or ends meanwhile, is left out: a list does not wait for what may take an hour. */
async function listFiles({ caller, sessions }: Sources, view: SessionView): Promise<Resource[]> {
  if (view.state === 'busy') return [];
  try {
    const { files } = await sessions.listFiles(caller, view.id);
    return files
      .map(({ path, size }) => ({
        uri: toResourceUri({ kind: 'sessions', id: view.id, path }),
        name: showLine(path),
        mimeType: mimeTypeOf(path),
        size,
      }))
      .sort((one, other) => (one.uri < other.uri ? -1 : 1));
  } catch (error) {
    if (error instanceof PymcpError) return [];
    throw error;
  }
}
