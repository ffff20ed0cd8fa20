// Resources: files that are too large for a message, and those of sessions, which a client reads in parts. The handlers are
// ours: the library's registration knows no pages, and its templates match no address that leaves out an optional part.
import type { McpServer, ResourceTemplateType } from '@modelcontextprotocol/server';
import { resourceTemplates } from '../../core/resource-uri.js';
import { listResources } from './list-resources.js';
import { readResource } from './read-resource.js';
import type { ResourceSources } from './resource-sources.js';

const parts =
  'offset and length choose a part, in bytes; a part is at most 1 MiB, and _meta of it says how large the whole is and ' +
  'where the next part begins.';

const templates = [
  {
    name: 'result',
    title: 'File of a result',
    uriTemplate: resourceTemplates.results,
    description: `A file that a program of run_python left and that was too large for its result. ${parts}`,
  },
  {
    name: 'session-file',
    title: 'File of a session',
    uriTemplate: resourceTemplates.sessions,
    description: `A file in the scratch folder of a session, which must be idle. ${parts}`,
  },
] as const satisfies readonly ResourceTemplateType[];

/** Before the server is connected. */
export function registerResources({ server }: McpServer, sources: ResourceSources): void {
  server.registerCapabilities({ resources: { listChanged: false } });
  server.setRequestHandler('resources/templates/list', () => ({ resourceTemplates: [...templates] }));
  server.setRequestHandler('resources/list', ({ params }) => listResources(sources, params?.cursor ?? null));
  server.setRequestHandler('resources/read', ({ params }) => readResource(sources, params.uri));
}
