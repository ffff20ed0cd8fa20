// The tool run_python: schema, then service, then rendering.
import type { ToolAnnotations } from '@modelcontextprotocol/server';
import type { Caller } from '../../core/caller.js';
import { PymcpError } from '../../core/errors.js';
import type { ExecutionObserver } from '../../execution/execute.js';
import type { PythonFacts } from '../../services/python/discover-python.js';
import type { PythonService } from '../../services/python/python-service.js';
import type { RunPythonAnswer } from '../../services/python/run-python.js';
import type { OfferedTool } from '../offer.js';
import { toJsonSchema } from '../to-json-schema.js';
import { describeRunPython } from './describe.js';
import { inputSchema, parseInput } from './input-schema.js';
import { linkFrames, type VisibleFiles } from './link-frames.js';
import { outputSchema } from './output-schema.js';
import { reportProgress } from './report-progress.js';
import { toToolResult } from './to-tool-result.js';

/** Claude Code cuts what is longer; text and structured result together stay below it. */
const mostResultCharacters = 200_000;

export function offerRunPython(
  service: PythonService,
  caller: Caller,
  facts: PythonFacts | null,
  files: VisibleFiles | null = null,
): OfferedTool {
  return {
    name: 'run_python',
    define: () => ({
      name: 'run_python',
      title: 'Run Python',
      description: describeRunPython(service, facts),
      inputSchema: toJsonSchema(inputSchema, 'input'),
      outputSchema: toJsonSchema(outputSchema, 'output'),
      annotations: annotate(service),
      _meta: { 'anthropic/maxResultSizeChars': mostResultCharacters },
    }),
    call: async (input, context) => {
      const { observer, stop } = reportProgress(context);
      try {
        const { signal } = context.mcpReq;
        const answered = await answer(service, caller, input, { ...observer, signal });
        const frames = await linkFrames(files, answered);
        return toToolResult(answered, service.results.openShelf(caller), frames);
      } finally {
        stop();
      }
    },
  };
}

async function answer(
  service: PythonService,
  caller: Caller,
  input: unknown,
  observer: ExecutionObserver,
): Promise<RunPythonAnswer> {
  try {
    return await service.run(caller, parseInput(input), observer);
  } catch (error) {
    if (error instanceof PymcpError) return { kind: 'refused', error };
    throw error;
  }
}

/**
 * Without a writable workspace and a network nothing that a program does is there after the call, but for the variables of a
 * session, which a second call with the same arguments changes again.
 */
function annotate({
  workspaceAccess,
  network,
}: Pick<PythonService, 'workspaceAccess' | 'network'>): ToolAnnotations {
  const leavesNothing = workspaceAccess !== 'writable' && network === 'none';
  return {
    readOnlyHint: leavesNothing,
    destructiveHint: !leavesNothing,
    idempotentHint: false,
    openWorldHint: network !== 'none',
  };
}
