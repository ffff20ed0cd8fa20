// The call of a tool as a request of Streamable HTTP, in each era of the protocol, and its answer. Pure.

/** A connection with `initialize` and an Mcp-Session-Id, and one where each request stands alone. */
export const eras = ['2025-11-25', '2026-07-28'] as const;
export type Era = (typeof eras)[number];

export interface HttpMessage {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface ToolResult {
  readonly isError?: boolean;
  readonly content?: readonly { readonly text?: string }[];
  readonly structuredContent?: Readonly<Record<string, unknown>>;
}

export interface WantedCall {
  readonly id: number;
  readonly tool: string;
  readonly args: object;
  /** Of the era that has one; null elsewhere. */
  readonly session: string | null;
}

const clientInfo = { name: 'pymcp-bench', version: '1' };

export function toToolCall(era: Era, { id, tool, args, session }: WantedCall): HttpMessage {
  const params = { name: tool, arguments: args };
  if (era === '2025-11-25') return toMessage(era, session, { id, method: 'tools/call', params });
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': era,
    'io.modelcontextprotocol/clientInfo': clientInfo,
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const message = toMessage(era, null, { id, method: 'tools/call', params: { ...params, _meta } });
  return { ...message, headers: { ...message.headers, 'mcp-method': 'tools/call', 'mcp-name': tool } };
}

/** What opens a session of the era 2025-11-25. */
export function toInitialize(): HttpMessage {
  const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo };
  return toMessage(null, null, { id: 0, method: 'initialize', params });
}

export function toInitialized(session: string): HttpMessage {
  return toMessage('2025-11-25', session, { method: 'notifications/initialized' });
}

/** Of an answer as JSON, or as a stream that ends with it. @throws where it has no result */
export function readToolResult(contentType: string, text: string): ToolResult {
  const json = contentType.startsWith('text/event-stream') ? lastData(text) : text;
  const { result, error } = JSON.parse(json) as {
    readonly result?: ToolResult;
    readonly error?: { readonly message: string };
  };
  if (error !== undefined) throw new Error(error.message);
  if (result === undefined) throw new Error(`no result: ${text.slice(0, 200)}`);
  return result;
}

function toMessage(era: Era | null, session: string | null, message: object): HttpMessage {
  return {
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...(era === null ? {} : { 'mcp-protocol-version': era }),
      ...(session === null ? {} : { 'mcp-session-id': session }),
    },
    body: JSON.stringify({ jsonrpc: '2.0', ...message }),
  };
}

/** Each message is one line, as servers write it (HTML, "Server-sent events"); those before it tell of progress. */
function lastData(text: string): string {
  const found = text
    .split('\n')
    .findLast((line) => line.startsWith('data:') && line.length > 'data: '.length);
  if (found === undefined) throw new Error(`a stream without a message: ${text.slice(0, 200)}`);
  return found.slice('data:'.length);
}
