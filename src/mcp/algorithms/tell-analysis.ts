// What a tool says of an analysis: a sentence, a few lines, the fields, and the reports as addresses.
import type { ContentBlock } from '@modelcontextprotocol/server';
import type { Analysis } from '../../services/algorithms/analysis.js';
import type { KeptReport } from '../../services/algorithms/report-store.js';
import type { Analysed } from '../../services/algorithms/served-algorithms.js';
import { toAnalysisFields } from '../../services/algorithms/to-analysis-fields.js';
import { mimeTypeOf } from '../mime-type-of.js';
import { showLine } from '../run-python/show-controls.js';
import type { Told } from '../sessions/session-tool.js';
import { untrusted } from '../untrusted.js';
import { showAnalysis } from './show-analysis.js';

/** What clients like is less than what a hostile module can make of it. */
const mostFunctions = 80;
const mostOthers = 100;

export function tellAnalysis({ analysis, reports, plots }: Analysed): Told {
  const shown = cut(analysis);
  const omitted = analysis.functions.length - shown.functions.length;
  return {
    message: sayAnalysis(analysis, omitted) + sayPlots(plots),
    fields: {
      analysis: toAnalysisFields(shown, 'without samples'),
      omitted,
      reports: reports.map(({ uri, path, size }) => ({ uri, mime_type: mimeTypeOf(path), size })),
    },
    sections: showAnalysis(shown),
    beside: [...plots.images.map(toImage), ...reports.map(toLink)],
  };
}

function cut(analysis: Analysis): Analysis {
  return {
    ...analysis,
    functions: analysis.functions.slice(0, mostFunctions),
    comparisons: analysis.comparisons.slice(0, mostOthers),
    skipped: analysis.skipped.slice(0, mostOthers),
  };
}

function sayAnalysis(analysis: Analysis, omitted: number): string {
  const { functions, notLoaded, cutShort, wallMs } = analysis;
  const seconds = (wallMs / 1000).toFixed(1);
  const more = functions.filter(({ timeAsDeclared, spaceAsDeclared }) =>
    [timeAsDeclared, spaceAsDeclared].includes('more than declared'),
  ).length;
  const early = functions.filter(({ measured }) => measured.why !== null).length;
  return [
    notLoaded !== null && functions.length === 0
      ? 'The code could not be loaded, so nothing was measured.'
      : `${sayCount(functions)} measured in a jail, in ${seconds} s.`,
    ...(more === 0 ? [] : [`${more} cost more than is declared.`]),
    ...(early === 0 ? [] : [`${early} ended early.`]),
    ...(cutShort === null ? [] : ['It was cut short.']),
    ...(omitted === 0 ? [] : [`${omitted} more are in the reports alone.`]),
  ].join(' ');
}

function sayCount(functions: Analysis['functions']): string {
  const count = new Set(functions.map(({ measured }) => measured.name)).size;
  return count === 1 ? '1 function was' : `${count} functions were`;
}

function sayPlots({ images, omitted }: Analysed['plots']): string {
  if (omitted === 0) return '';
  return ` ${omitted} plots are ${images.length === 0 ? '' : 'more '}in the page alone.`;
}

function toImage(png: Buffer): ContentBlock {
  return { type: 'image', data: png.toString('base64'), mimeType: 'image/png', _meta: untrusted };
}

function toLink({ uri, path, size }: KeptReport): ContentBlock {
  return {
    type: 'resource_link',
    uri,
    name: showLine(path),
    mimeType: mimeTypeOf(path),
    size,
    _meta: untrusted,
  };
}
