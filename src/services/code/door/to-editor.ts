// What the language server says, as an editor gets it: with its own addresses, without commands, and with edits of files that are
// shown alone. Pure.
import { confinedMethods, whyNotConfined } from './confine-edits.js';
import type { DoorUris } from './door-uris.js';
import { toEditorInitialize } from './initialize.js';
import { mapStrings, withoutCommands } from './map-strings.js';
import { isRecord, rpcErrors, type RpcMessage } from './rpc-message.js';

const mostErrorCharacters = 2_000;

/** An answer to what an editor has asked. @throws RangeError where it is nested too deeply */
export function toEditorAnswer(
  { id, result, error }: RpcMessage,
  method: string,
  uris: DoorUris,
  isShown: (path: string) => boolean,
): RpcMessage {
  const asked = id === undefined ? {} : { id };
  if (error !== undefined) return { ...asked, error: toError(error, uris) };
  if (method === 'initialize') return { ...asked, result: toEditorInitialize(result) };
  const why = confinedMethods.has(method) ? whyNotConfined(result, isShown) : null;
  if (why !== null)
    return { ...asked, error: { code: rpcErrors.requestFailed, message: `pymcp: refused, ${why}` } };
  const bare = withoutCommands(result ?? null);
  return {
    ...asked,
    result: mapToEditor(method === 'textDocument/codeAction' ? onlyEdits(bare) : bare, uris),
  };
}

export function toEditorNotification({ method, params }: RpcMessage, uris: DoorUris): RpcMessage {
  const named =
    method === 'window/logMessage' || method === 'window/showMessage' ? withPaths(params, uris) : params;
  return { ...(method === undefined ? {} : { method }), params: mapToEditor(withoutCommands(named), uris) };
}

export function mapToEditor(value: unknown, uris: DoorUris): unknown {
  return mapStrings(value, (text) => (text.includes('file:') ? uris.toEditorText(text) : text));
}

/** An action that was a command does nothing any more. */
function onlyEdits(actions: unknown): unknown {
  return Array.isArray(actions)
    ? actions.filter((action) => isRecord(action) && isRecord(action['edit']))
    : actions;
}

function withPaths(params: unknown, uris: DoorUris): unknown {
  if (!isRecord(params) || typeof params['message'] !== 'string') return params;
  return { ...params, message: uris.toEditorPaths(params['message']) };
}

function toError(error: unknown, uris: DoorUris): { code: number; message: string } {
  const { code, message } = isRecord(error) ? error : {};
  return {
    code: typeof code === 'number' ? code : rpcErrors.requestFailed,
    message: uris.toEditorPaths(
      typeof message === 'string' ? message.slice(0, mostErrorCharacters) : 'no reason given',
    ),
  };
}
