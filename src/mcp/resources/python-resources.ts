// Resources of the Python service: files that are too large for a message, and those of sessions, which a client reads in
// parts.
import type { ResourceTemplateType } from '@modelcontextprotocol/server';
import {
  parseResourceUri,
  type ResourcePlace,
  resourceTemplates,
  toResourceUri,
} from '../../core/resource-uri.js';
import type { ResourceRoot } from '../offer.js';
import { completePlace } from './complete-place.js';
import { listResultFiles } from './list-result-files.js';
import { listSessionFiles } from './list-session-files.js';
import { readResource } from './read-resource.js';
import type { ResourceSources } from './resource-sources.js';

const parts =
  'offset and length choose a part, in bytes; a part is at most 1 MiB, and _meta of it says how large the whole is and ' +
  'where the next part begins.';

const templates = {
  results: {
    name: 'result',
    title: 'File of a result',
    uriTemplate: resourceTemplates.results,
    description: `A file that a program of run_python left and that was too large for its result. ${parts}`,
  },
  sessions: {
    name: 'session-file',
    title: 'File of a session',
    uriTemplate: resourceTemplates.sessions,
    description: `A file in the scratch folder of a session, which must be idle. ${parts}`,
  },
} as const satisfies Readonly<Record<ResourcePlace['kind'], ResourceTemplateType>>;

export function pythonResources(sources: ResourceSources): readonly ResourceRoot[] {
  return [
    toRoot(sources, 'results', () => listResultFiles(sources)),
    toRoot(sources, 'sessions', (after) => listSessionFiles(sources, after)),
  ];
}

function toRoot(
  sources: ResourceSources,
  kind: ResourcePlace['kind'],
  list: ResourceRoot['list'],
): ResourceRoot {
  return {
    prefix: `pymcp://${kind}/`,
    template: templates[kind],
    list,
    read: (uri) => readResource(sources, uri),
    toWhole: (uri) => {
      const place = parseResourceUri(uri);
      return place === null ? null : toResourceUri(place);
    },
    complete: (argument) => completePlace(sources, kind, argument),
  };
}
