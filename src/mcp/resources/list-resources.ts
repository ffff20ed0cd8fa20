// The files that a client may read, a page at a time, in the order of their addresses: what comes and goes between two
// pages neither repeats nor hides another.
import {
  type ListResourcesResult,
  ProtocolError,
  ProtocolErrorCode,
  type Resource,
} from '@modelcontextprotocol/server';
import { PymcpError } from '../../core/errors.js';
import type { SessionView } from '../../core/session.js';
import { toResourceUri } from '../../core/resource-uri.js';
import { mimeTypeOf } from '../mime-type-of.js';
import type { ResourceSources } from './resource-sources.js';

const pageSize = 100;

export async function listResources(
  sources: ResourceSources,
  cursor: string | null,
): Promise<ListResourcesResult> {
  const after = cursor === null ? '' : parseCursor(cursor);
  const page: Resource[] = [];
  for await (const resource of inOrder(sources, after)) {
    if (resource.uri <= after) continue;
    const last = page.at(-1);
    if (last !== undefined && page.length === pageSize)
      return { resources: page, nextCursor: toCursor(last.uri) };
    page.push(resource);
  }
  return { resources: page };
}

/** From about `after` on: what lies before it need not be asked for. */
async function* inOrder(sources: ResourceSources, after: string): AsyncGenerator<Resource> {
  const { caller, results, sessions } = sources;
  const files = results.list(caller).map(({ uri, path, size, createdMs }) => ({
    uri,
    name: path,
    mimeType: mimeTypeOf(path),
    size,
    annotations: { lastModified: new Date(createdMs).toISOString() },
  }));
  yield* files.sort(byUri);
  const views = [...sessions.list(caller).sessions].sort((one, other) => (one.id < other.id ? -1 : 1));
  for (const view of views) if (`${prefixOf(view)}\uffff` > after) yield* await listFiles(sources, view);
}

const prefixOf = ({ id }: SessionView): string => toResourceUri({ kind: 'sessions', id, path: '' });

/** A session that is busy, or ends meanwhile, is left out: a list does not wait for what may take an hour. */
async function listFiles({ caller, sessions }: ResourceSources, view: SessionView): Promise<Resource[]> {
  if (view.state === 'busy') return [];
  try {
    const { files } = await sessions.listFiles(caller, view.id);
    return files
      .map(({ path, size }) => ({
        uri: toResourceUri({ kind: 'sessions', id: view.id, path }),
        name: path,
        mimeType: mimeTypeOf(path),
        size,
      }))
      .sort(byUri);
  } catch (error) {
    if (error instanceof PymcpError) return [];
    throw error;
  }
}

const byUri = (one: { uri: string }, other: { uri: string }): number => (one.uri < other.uri ? -1 : 1);

const toCursor = (uri: string): string => Buffer.from(uri).toString('base64url');

function parseCursor(cursor: string): string {
  const uri = Buffer.from(cursor, 'base64url').toString();
  if (toCursor(uri) === cursor && uri.startsWith('pymcp://')) return uri;
  throw new ProtocolError(
    ProtocolErrorCode.InvalidParams,
    'the cursor is none of this server; leave it out to list from the beginning',
  );
}
