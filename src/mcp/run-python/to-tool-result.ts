// An answer as the protocol carries it: text for every client, PNG and files beside it, the structured result for those
// that read it.
import type { CallToolResult, ContentBlock } from '@modelcontextprotocol/server';
import { measurePng } from '../../core/measure-png.js';
import type { RunPythonAnswer } from '../../services/python/run-python.js';
import type { StructuredResult } from './output-schema.js';
import { type SelectedArtifacts, selectArtifacts } from './select-artifacts.js';
import { toStructured, toStructuredRefusal } from './to-structured.js';
import { toText } from './to-text.js';

export function toToolResult(answer: RunPythonAnswer): CallToolResult {
  if (answer.kind === 'refused') return toResult(toStructuredRefusal(answer), []);
  const artifacts = selectArtifacts(answer.result);
  return toResult(toStructured(answer, artifacts), [
    ...artifacts.images.map(toImageContent),
    ...artifacts.files.flatMap(toResource),
  ]);
}

function toResult(structuredContent: StructuredResult, beside: readonly ContentBlock[]): CallToolResult {
  return {
    content: [{ type: 'text', text: toText(structuredContent) }, ...beside],
    structuredContent,
    isError: isFailure(structuredContent),
  };
}

/** The program did not do what was asked of it, and the model can do something about it. */
function isFailure({ status, exit_code: exitCode }: StructuredResult): boolean {
  return status !== 'completed' || exitCode !== 0;
}

function toImageContent(png: Buffer): ContentBlock {
  return { type: 'image', data: png.toString('base64'), mimeType: 'image/png' };
}

/** For the person: a model has no use for the bytes. The address names a place that was in the jail, on no machine. */
function toResource({ file, delivery }: SelectedArtifacts['files'][number]): ContentBlock[] {
  if (delivery.how !== 'resource') return [];
  const { bytes } = delivery;
  const mimeType = measurePng(bytes) === null ? 'application/octet-stream' : 'image/png';
  const uri = `sandbox:/home/mcp/${file.path.split('/').map(encodeURIComponent).join('/')}`;
  return [
    {
      type: 'resource',
      resource: { uri, mimeType, blob: bytes.toString('base64') },
      annotations: { audience: ['user'] },
    },
  ];
}
