// path.contained, path.protected: an edit that the language server proposes may change files that are shown in the workspace, and
// neither make, rename nor remove one. Pure.
import { toWorkspaceFile } from './door-uris.js';
import { isRecord } from './rpc-message.js';

export const confinedMethods: ReadonlySet<string> = new Set([
  'textDocument/rename',
  'textDocument/codeAction',
  'codeAction/resolve',
]);

/** Why an answer with edits is not handed on; null where it may be. @param isShown of a path relative to the workspace */
export function whyNotConfined(value: unknown, isShown: (path: string) => boolean): string | null {
  if (Array.isArray(value)) return firstOf(value.map((one) => whyNotConfined(one, isShown)));
  if (!isRecord(value)) return null;
  const { changes, documentChanges } = value;
  const uris = isRecord(changes) ? Object.keys(changes) : [];
  const edits = Array.isArray(documentChanges) ? (documentChanges as unknown[]) : [];
  return firstOf([
    ...uris.map((uri) => whyNotEditable(uri, isShown)),
    ...edits.map((edit) => whyNotEdit(edit, isShown)),
    whyNotConfined(value['edit'], isShown),
  ]);
}

function whyNotEdit(edit: unknown, isShown: (path: string) => boolean): string | null {
  if (!isRecord(edit) || 'kind' in edit || !isRecord(edit['textDocument']))
    return 'it makes or removes files';
  return whyNotEditable(String(edit['textDocument']['uri']), isShown);
}

function whyNotEditable(uri: string, isShown: (path: string) => boolean): string | null {
  const path = toWorkspaceFile(uri);
  if (path !== null && isShown(path)) return null;
  return `it changes ${JSON.stringify(uri.slice(0, 200))}, which is no file that is shown here`;
}

function firstOf(reasons: readonly (string | null)[]): string | null {
  return reasons.find((reason) => reason !== null) ?? null;
}
