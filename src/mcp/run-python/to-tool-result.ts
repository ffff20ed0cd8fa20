// An answer as the protocol carries it: text for every client, PNG beside it, the structured result for those that
// read it.
import type { CallToolResult } from '@modelcontextprotocol/server';
import type { RunPythonAnswer } from '../../services/python/run-python.js';
import type { StructuredResult } from './output-schema.js';
import { toStructured } from './to-structured.js';
import { toText } from './to-text.js';

export function toToolResult(answer: RunPythonAnswer): CallToolResult {
  const structuredContent = toStructured(answer);
  const images = answer.kind === 'ran' ? answer.result.images : [];
  return {
    content: [
      { type: 'text', text: toText(structuredContent) },
      ...images.map((png) => ({
        type: 'image' as const,
        data: png.toString('base64'),
        mimeType: 'image/png',
      })),
    ],
    structuredContent,
    isError: isFailure(structuredContent),
  };
}

/** The program did not do what was asked of it, and the model can do something about it. */
function isFailure({ status, exit_code: exitCode }: StructuredResult): boolean {
  return status !== 'completed' || exitCode !== 0;
}
