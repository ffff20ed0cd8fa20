// The tool run_python: schema, then service, then rendering.
import type { McpServer, StandardSchemaWithJSON, ToolAnnotations } from '@modelcontextprotocol/server';
import { PymcpError } from '../../core/errors.js';
import type { PythonFacts } from '../../services/python/discover-python.js';
import type { PythonService } from '../../services/python/python-service.js';
import type { RunPythonAnswer } from '../../services/python/run-python.js';
import { describeRunPython } from './describe.js';
import { inputSchema, parseInput } from './input-schema.js';
import { outputSchema } from './output-schema.js';
import { reportProgress } from './report-progress.js';
import { toToolResult } from './to-tool-result.js';

/** Claude Code cuts what is longer; text and structured result together stay below it. */
const mostResultCharacters = 200_000;

export function registerRunPython(
  server: McpServer,
  service: PythonService,
  facts: PythonFacts | null,
): void {
  server.registerTool(
    'run_python',
    {
      title: 'Run Python',
      description: describeRunPython(service, facts),
      inputSchema: advertise(inputSchema),
      outputSchema,
      annotations: annotate(service.workspaceAccess),
      _meta: { 'anthropic/maxResultSizeChars': mostResultCharacters },
    },
    async (input, context) => {
      const stop = reportProgress(context);
      try {
        return toToolResult(await answer(service, input, context.mcpReq.signal));
      } finally {
        stop();
      }
    },
  );
}

async function answer(service: PythonService, input: unknown, signal: AbortSignal): Promise<RunPythonAnswer> {
  try {
    return await service.run(parseInput(input), signal);
  } catch (error) {
    if (error instanceof PymcpError) return { kind: 'refused', error };
    throw error;
  }
}

/** The schema is shown as it is, but we check the arguments: the library's refusal would have no status and no hint. */
function advertise(schema: typeof inputSchema): StandardSchemaWithJSON {
  const { jsonSchema } = schema['~standard'];
  return { '~standard': { version: 1, vendor: 'pymcp', validate: (value) => ({ value }), jsonSchema } };
}

/** Without a writable workspace nothing that a program does is there after the call. */
function annotate(access: PythonService['workspaceAccess']): ToolAnnotations {
  const leavesNothing = access !== 'writable';
  return {
    readOnlyHint: leavesNothing,
    destructiveHint: !leavesNothing,
    idempotentHint: leavesNothing,
    openWorldHint: false,
  };
}
