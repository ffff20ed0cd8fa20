// A stateless run, or a call in a session, through `pymcp stdio`: milliseconds, and an error where it did not complete.
import type { McpClient } from './mcp-client.js';

interface RunArguments {
  readonly code: string;
  readonly env?: string;
  readonly session_id?: string;
}

/** @param value what the last expression must be, where it matters */
export async function runThroughMcp(client: McpClient, args: RunArguments, value?: string): Promise<number> {
  const { ms, structured } = await client.callTool('run_python', args);
  if (structured['status'] !== 'completed') {
    throw new Error(`our run ended: ${String(structured['status'])}: ${String(structured['message'])}`);
  }
  if (value !== undefined && structured['value'] !== value) {
    throw new Error(`our run answered ${String(structured['value'])}, not ${value}`);
  }
  return ms;
}
