// The beginning of a conversation: what the language server is told of an editor, and what an editor is told of the server. The
// one names no path and no program of this machine; the other offers nothing that the door does not let through. Pure.
import { workspaceUri } from '../server/workspace-uri.js';
import { isRecord } from './rpc-message.js';

const mostNameCharacters = 100;

/** Options of the editor are left out, its folders replaced by the workspace. */
export function toServerInitialize(params: unknown): Readonly<Record<string, unknown>> {
  const { clientInfo, capabilities } = isRecord(params) ? params : {};
  return {
    processId: null,
    ...toClientInfo(clientInfo),
    rootUri: workspaceUri,
    workspaceFolders: [{ uri: workspaceUri, name: 'workspace' }],
    capabilities: toCapabilities(capabilities),
  };
}

/** Documents come whole, so that they can be told again to a server that takes the place of another. */
export function toEditorInitialize(result: unknown): unknown {
  if (!isRecord(result) || !isRecord(result['capabilities'])) return result;
  const others = without(result['capabilities'], ['executeCommandProvider', 'experimental', 'workspace']);
  const textDocumentSync = { openClose: true, change: 1, save: { includeText: false } };
  return { ...result, capabilities: { ...others, textDocumentSync } };
}

/** What it calls the folder that it has opened. */
export function rootsOf(params: unknown): readonly string[] {
  if (!isRecord(params)) return [];
  const { rootUri, workspaceFolders } = params;
  const folders = Array.isArray(workspaceFolders) ? (workspaceFolders as unknown[]) : [];
  const uris = folders.map((folder) => (isRecord(folder) ? folder['uri'] : null));
  return [rootUri, ...uris].filter((uri) => typeof uri === 'string');
}

/** Whether it can be asked how code is to be checked. */
export function canConfigure(params: unknown): boolean {
  const capabilities = isRecord(params) ? params['capabilities'] : null;
  const workspace = isRecord(capabilities) ? capabilities['workspace'] : null;
  return isRecord(workspace) && workspace['configuration'] === true;
}

function toClientInfo(info: unknown): object {
  if (!isRecord(info) || typeof info['name'] !== 'string') return {};
  return { clientInfo: { name: info['name'].slice(0, mostNameCharacters) } };
}

function toCapabilities(capabilities: unknown): object {
  const own = isRecord(capabilities) ? capabilities : {};
  const workspace = isRecord(own['workspace']) ? own['workspace'] : {};
  return {
    ...without(own, ['experimental']),
    workspace: {
      ...without(workspace, ['executeCommand', 'applyEdit']),
      configuration: true,
      workspaceFolders: true,
      // The door looks at the files itself.
      didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true },
    },
  };
}

function without(
  record: Readonly<Record<string, unknown>>,
  names: readonly string[],
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)));
}
