// Reports of analyses as resources, each for the caller that asked for it. What is another's is told in the words of what never was.
import type { ReadResourceResult, Resource } from '@modelcontextprotocol/server';
import type { Caller } from '../../core/caller.js';
import { PymcpError } from '../../core/errors.js';
import { parseAnalysisUri, resourceTemplates, toResourceUri } from '../../core/resource-uri.js';
import type { ReportStore } from '../../services/algorithms/report-store.js';
import { mimeTypeOf } from '../mime-type-of.js';
import type { ResourceRoot } from '../offer.js';
import { mostPartBytes, toPartContents } from '../resources/to-part-contents.js';
import { noAddress, toProtocolError } from '../resources/to-protocol-error.js';
import { showLine } from '../run-python/show-controls.js';

export function analysisResources(reports: ReportStore, caller: Caller): ResourceRoot {
  return {
    prefix: 'pymcp://analysis/',
    template: {
      name: 'analysis',
      title: 'Report of an analysis',
      uriTemplate: resourceTemplates.analysis,
      description:
        'A report of analyze_algorithm or compare_algorithms, as a page and with all that was measured as JSON. offset and length choose ' +
        'a part, in bytes; a part is at most 1 MiB.',
    },
    list: () => listReports(reports, caller),
    read: (uri) => Promise.resolve(readReport(reports, caller, uri)),
    toWhole: (uri) => {
      const place = parseAnalysisUri(uri);
      return place === null ? null : toResourceUri(place);
    },
    complete: ({ name, others }) => {
      const places = reports.list(caller).flatMap(({ uri }) => parseAnalysisUri(uri) ?? []);
      const wanted = others['analysis'];
      if (name === 'analysis') return [...new Set(places.map(({ id }) => id))].sort();
      if (name !== 'path') return [];
      const own = places.filter(({ id }) => wanted === undefined || id === wanted);
      return [...new Set(own.map(({ path }) => path))].sort();
    },
  };
}

function listReports(reports: ReportStore, caller: Caller): readonly Resource[] {
  const listed = reports.list(caller).map(({ uri, path, size, createdMs }) => ({
    uri,
    name: showLine(path),
    mimeType: mimeTypeOf(path),
    size,
    annotations: { lastModified: new Date(createdMs).toISOString() },
  }));
  return listed.sort((one, other) => (one.uri < other.uri ? -1 : 1));
}

function readReport(reports: ReportStore, caller: Caller, uri: string): ReadResourceResult {
  const address = parseAnalysisUri(uri);
  if (address === null) throw noAddress(uri);
  const { path, offset, length } = address;
  const most = Math.min(length ?? mostPartBytes, mostPartBytes);
  try {
    const part = reports.read(caller, address, offset ?? 0, most);
    return { contents: [toPartContents(uri, path, part, (next) => toResourceUri(address, next))] };
  } catch (error) {
    throw error instanceof PymcpError ? toProtocolError(uri, error, ['resource.unknown']) : error;
  }
}
