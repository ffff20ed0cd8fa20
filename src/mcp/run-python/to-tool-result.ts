// An answer as the protocol carries it: text for every client, PNG and files beside it, the structured result for those
// that read it.
import type { CallToolResult, ContentBlock } from '@modelcontextprotocol/server';
import type { RunPythonAnswer } from '../../services/python/run-python.js';
import type { Shelf } from '../../services/python/result-store.js';
import { mimeTypeOf } from '../mime-type-of.js';
import { markUntrusted, untrusted } from '../untrusted.js';
import type { LinkedFrame } from './link-frames.js';
import type { StructuredResult } from './output-schema.js';
import { showLine } from './show-controls.js';
import { showStreams } from './show-stream.js';
import { type SelectedArtifacts, type SelectedPage, selectArtifacts } from './select-artifacts.js';
import { toStructured, toStructuredRefusal } from './to-structured.js';
import { toText } from './to-text.js';

/**
 * @param shelf keeps what is too large for the message; without one it is left out
 * @param frames of the traceback, in files that the client can read
 */
export function toToolResult(
  answer: RunPythonAnswer,
  shelf: Shelf | null = null,
  frames: readonly LinkedFrame[] = [],
): CallToolResult {
  if (answer.kind === 'refused') return toResult(toStructuredRefusal(answer), []);
  const artifacts = selectArtifacts(answer.result, shelf);
  const streams = showStreams(answer.result, shelf);
  return toResult(toStructured(answer, artifacts, streams, frames), [
    ...toFrameLinks(frames),
    ...[streams.stdout, streams.stderr].flatMap(({ link }) =>
      link === null ? [] : [toLink(link.name, link.uri, link.size)],
    ),
    ...artifacts.images.map(toImageContent),
    ...artifacts.pages.flatMap(toPageContent),
    ...artifacts.files.flatMap(toFileContent),
  ]);
}

function toResult(structuredContent: StructuredResult, beside: readonly ContentBlock[]): CallToolResult {
  return {
    content: [{ type: 'text', text: toText(structuredContent) }, ...beside],
    structuredContent,
    isError: isFailure(structuredContent),
    _meta: markUntrusted(programsWords),
  };
}

/** Fields of the structured result that a program has written or named. */
const programsWords = ['stdout', 'stderr', 'value', 'error', 'files', 'images', 'created_protected'] as const;

/** The program did not do what was asked of it, and the model can do something about it. */
function isFailure({ status, exit_code: exitCode }: StructuredResult): boolean {
  return status !== 'completed' || exitCode !== 0;
}

function toImageContent(png: Buffer): ContentBlock {
  return { type: 'image', data: png.toString('base64'), mimeType: 'image/png', _meta: untrusted };
}

/** Each file once, the innermost first. */
function toFrameLinks(frames: readonly LinkedFrame[]): ContentBlock[] {
  const files = new Map([...frames].reverse().map(({ path, uri }) => [uri, path]));
  return [...files].map(([uri, path]) => ({
    type: 'resource_link',
    uri,
    name: showLine(path),
    mimeType: mimeTypeOf(path),
    _meta: untrusted,
  }));
}

/** For the person, whose client can show it; the model has the value as text. */
function toPageContent({ path, html, delivery }: SelectedPage): ContentBlock[] {
  if (delivery.how === 'left out') return [];
  if (delivery.how === 'link') return [toLink(path, delivery.uri, Buffer.byteLength(html))];
  return [
    {
      type: 'resource',
      resource: { uri: toJailUri(path), mimeType: 'text/html', text: html.toWellFormed(), _meta: untrusted },
      annotations: { audience: ['user'] },
    },
  ];
}

/** For the person: a model has no use for the bytes. */
function toFileContent({ file, delivery }: SelectedArtifacts['files'][number]): ContentBlock[] {
  if (delivery.how === 'link') return [toLink(file.path, delivery.uri, file.size)];
  if (delivery.how !== 'resource') return [];
  const { bytes } = delivery;
  const mimeType = mimeTypeOf(file.path, bytes);
  return [
    {
      type: 'resource',
      resource: { uri: toJailUri(file.path), mimeType, blob: bytes.toString('base64'), _meta: untrusted },
      annotations: { audience: ['user'] },
    },
  ];
}

function toLink(path: string, uri: string, size: number): ContentBlock {
  return {
    type: 'resource_link',
    uri,
    name: showLine(path),
    mimeType: mimeTypeOf(path),
    size,
    _meta: untrusted,
  };
}

/** The address names a place that was in the jail, on no machine. */
function toJailUri(path: string): string {
  return `sandbox:/home/mcp/${path.split('/').map(encodeURIComponent).join('/')}`;
}
