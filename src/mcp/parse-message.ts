// One line of a client to a message, or to the error that JSON-RPC 2.0 (section 5.1) answers it with. The library drops
// such lines in silence, and a client that made a mistake would wait for ever.
import { type JSONRPCMessage, parseJSONRPCMessage, ProtocolErrorCode } from '@modelcontextprotocol/server';
import type { Line } from './line-splitter.js';

/** As the library sends it over HTTP: an answer to what has no id that could be read. */
export interface ErrorAnswer {
  readonly jsonrpc: '2.0';
  readonly id: string | number | null;
  readonly error: { readonly code: number; readonly message: string };
}

export type ParsedLine =
  | { readonly kind: 'message'; readonly message: JSONRPCMessage }
  | { readonly kind: 'answer'; readonly answer: ErrorAnswer }
  | { readonly kind: 'nothing' };

export function parseMessage(line: Line): ParsedLine {
  if (line.kind === 'too-long') return refuse(ProtocolErrorCode.InvalidRequest, 'the message is too long');
  if (line.kind === 'not-utf8') return refuse(ProtocolErrorCode.ParseError, 'the message is not UTF-8');
  if (line.text.trim() === '') return { kind: 'nothing' };
  try {
    return toMessage(JSON.parse(line.text));
  } catch {
    return refuse(ProtocolErrorCode.ParseError, 'the message is not JSON');
  }
}

function toMessage(value: unknown): ParsedLine {
  try {
    return { kind: 'message', message: parseJSONRPCMessage(value) };
  } catch {
    return refuseValue(value);
  }
}

function refuseValue(value: unknown): ParsedLine {
  if (Array.isArray(value)) return refuse(ProtocolErrorCode.InvalidRequest, 'batches are not supported');
  const fields =
    typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  // Never answered: two sides that answer each other's answers would not come to an end.
  if (!('method' in fields) && ('result' in fields || 'error' in fields)) return { kind: 'nothing' };
  const { id } = fields;
  const known = typeof id === 'string' || Number.isSafeInteger(id) ? (id as string | number) : null;
  return refuse(ProtocolErrorCode.InvalidRequest, 'the message is not a JSON-RPC 2.0 request', known);
}

function refuse(code: ProtocolErrorCode, message: string, id: string | number | null = null): ParsedLine {
  return { kind: 'answer', answer: { jsonrpc: '2.0', id, error: { code, message } } };
}
