// A message of JSON-RPC as far as the door looks at it. Pure.

export type RpcId = number | string;

export interface RpcMessage {
  readonly id?: RpcId;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: unknown;
}

/** Of the base protocol and of LSP. */
export const rpcErrors = {
  invalidRequest: -32600,
  methodNotFound: -32601,
  notInitialized: -32002,
  requestFailed: -32803,
} as const;

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @throws RangeError where it is none */
export function parseRpcMessage(body: string): RpcMessage {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new RangeError('a message that is not JSON');
  }
  if (!isRecord(value)) throw new RangeError('a message that is no object');
  const { id, method, params, result, error } = value;
  const isId =
    id === undefined || id === null || typeof id === 'number' || (typeof id === 'string' && id.length < 200);
  if (!isId || (method !== undefined && typeof method !== 'string'))
    throw new RangeError('a message with a strange id or method');
  return {
    ...(typeof id === 'number' || typeof id === 'string' ? { id } : {}),
    ...(method === undefined ? {} : { method }),
    ...(params === undefined ? {} : { params }),
    ...('result' in value ? { result } : {}),
    ...(error === undefined || error === null ? {} : { error }),
  };
}
