// resources/list, resources/templates/list and resources/read over the resources of all services. The list comes in the
// order of addresses: what comes and goes between two pages neither repeats nor hides another.
import type { ListResourcesResult, Resource } from '@modelcontextprotocol/server';
import type { ResourceRoot } from '../offer.js';
import { noAddress } from '../resources/to-protocol-error.js';
import type { ProtocolServer } from './protocol-server.js';
import { pageParams, uriParams } from './request-params.js';
import { invalidCursor, parseCursor, takePage, toCursor } from './take-page.js';

const pageSize = 100;

export function serveResources(server: ProtocolServer, roots: readonly ResourceRoot[]): void {
  if (roots.length === 0) return;
  server.registerCapabilities({ resources: { listChanged: true, subscribe: true } });
  server.setRequestHandler('resources/templates/list', { params: pageParams }, ({ cursor }) => {
    const templates = roots.map(({ template }) => template);
    const { items, next } = takePage(templates, ({ name }) => name, cursor);
    return { resourceTemplates: items, ...next };
  });
  server.setRequestHandler('resources/list', { params: pageParams }, ({ cursor }) =>
    listResources(roots, cursor),
  );
  server.setRequestHandler('resources/read', { params: uriParams }, ({ uri }) =>
    findRoot(roots, uri).read(uri),
  );
}

/** @throws ProtocolError where the cursor is none of this list */
export async function listResources(
  roots: readonly ResourceRoot[],
  cursor?: string,
): Promise<ListResourcesResult> {
  const after = cursor === undefined ? '' : parseCursor(cursor);
  if (after !== '' && !roots.some(({ prefix }) => after.startsWith(prefix))) throw invalidCursor();
  const page: Resource[] = [];
  for await (const resource of inOrder(roots, after)) {
    if (resource.uri <= after) continue;
    const last = page.at(-1);
    if (last !== undefined && page.length === pageSize)
      return { resources: page, nextCursor: toCursor(last.uri) };
    page.push(resource);
  }
  return { resources: page };
}

async function* inOrder(roots: readonly ResourceRoot[], after: string): AsyncGenerator<Resource> {
  const sorted = [...roots].sort((one, other) => (one.prefix < other.prefix ? -1 : 1));
  // What lies before it as a whole need not be asked for.
  for (const root of sorted) if (`${root.prefix}\uffff` > after) yield* root.list(after);
}

/** @throws ResourceNotFoundError */
export function findRoot(roots: readonly ResourceRoot[], uri: string): ResourceRoot {
  const root = roots.find(({ prefix }) => uri.startsWith(prefix));
  if (root !== undefined) return root;
  throw noAddress(uri);
}
