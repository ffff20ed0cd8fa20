// A session through `pymcp stdio`.
import type { McpClient, ToolAnswer } from './mcp-client.js';

/** @returns its id */
export async function createMcpSession(client: McpClient, environment: string): Promise<string> {
  return idIn(await client.callTool('create_session', { env: environment }));
}

/** @returns the id of the copy, and how long the answer took */
export async function forkMcpSession(client: McpClient, id: string): Promise<{ id: string; ms: number }> {
  const answer = await client.callTool('fork_session', { session_id: id });
  return { id: idIn(answer), ms: answer.ms };
}

export async function closeMcpSession(client: McpClient, id: string): Promise<void> {
  await client.callTool('close_session', { session_id: id });
}

function idIn({ structured }: ToolAnswer): string {
  const { session } = structured;
  if (typeof session === 'object' && session !== null && 'session_id' in session) {
    return String(session.session_id);
  }
  throw new Error('the answer names no session');
}
