// What may go through the door to an editor, and in which direction; all else is answered here. Pure.
import { pythonPath, usualAnalysis } from '../server/pyright-settings.js';
import { isRecord } from './rpc-message.js';

/** What an editor may ask of the language server: none of it runs a program or writes a file. Lenses and links are left out, which can be commands. */
// prettier-ignore
export const editorRequests: ReadonlySet<string> = new Set([
  'textDocument/completion', 'completionItem/resolve', 'textDocument/hover', 'textDocument/signatureHelp', 'textDocument/declaration',
  'textDocument/definition', 'textDocument/typeDefinition', 'textDocument/implementation', 'textDocument/references',
  'textDocument/documentHighlight', 'textDocument/documentSymbol', 'textDocument/codeAction', 'codeAction/resolve',
  'textDocument/rename', 'textDocument/prepareRename',
  'textDocument/foldingRange', 'textDocument/selectionRange', 'textDocument/prepareCallHierarchy', 'callHierarchy/incomingCalls',
  'callHierarchy/outgoingCalls', 'textDocument/prepareTypeHierarchy', 'typeHierarchy/supertypes', 'typeHierarchy/subtypes',
  'textDocument/semanticTokens/full', 'textDocument/semanticTokens/full/delta', 'textDocument/semanticTokens/range',
  'textDocument/inlayHint', 'inlayHint/resolve', 'textDocument/diagnostic', 'workspace/diagnostic', 'workspace/symbol',
  'workspaceSymbol/resolve',
]);

/** What it may tell it as it is; documents and files are told by the door itself. */
export const editorNotifications: ReadonlySet<string> = new Set([
  '$/cancelRequest',
  'window/workDoneProgress/cancel',
]);

/** What the language server may ask of an editor, and what it may tell it. */
export const serverRequests: ReadonlySet<string> = new Set([
  'window/workDoneProgress/create',
  'workspace/diagnostic/refresh',
  'workspace/inlayHint/refresh',
  'workspace/semanticTokens/refresh',
]);

export const serverNotifications: ReadonlySet<string> = new Set([
  'textDocument/publishDiagnostics',
  'window/logMessage',
  'window/showMessage',
  '$/progress',
]);

/** What the door answers for the editor; undefined where it has no answer. */
export function answerForEditor(method: string): { readonly result: unknown } | undefined {
  if (method === 'workspace/applyEdit')
    return { result: { applied: false, failureReason: 'not through this door' } };
  if (method === 'window/showDocument') return { result: { success: false } };
  if (method === 'window/showMessageRequest' || method === 'client/unregisterCapability')
    return { result: null };
  return undefined;
}

/**
 * What an editor may choose of how code is checked; nothing that names a path or a program.
 * @param items that the server has asked for @param answers of the editor, one for each
 */
export function toSettings(items: readonly unknown[], answers: unknown): readonly unknown[] {
  return items.map((item, index) => {
    const section = isRecord(item) ? item['section'] : undefined;
    const answer: unknown = Array.isArray(answers) ? answers[index] : undefined;
    if (section === 'python')
      return { pythonPath, analysis: toAnalysis(isRecord(answer) ? answer['analysis'] : null) };
    return section === 'python.analysis' ? toAnalysis(answer) : {};
  });
}

const severities: ReadonlySet<unknown> = new Set(['none', 'information', 'warning', 'error', true, false]);
const choices: Readonly<Record<string, readonly unknown[]>> = {
  typeCheckingMode: ['off', 'basic', 'standard', 'strict'],
  diagnosticMode: ['openFilesOnly', 'workspace'],
  useLibraryCodeForTypes: [true, false],
  autoImportCompletions: [true, false],
};

function toAnalysis(answer: unknown): Readonly<Record<string, unknown>> {
  if (!isRecord(answer)) return usualAnalysis;
  const chosen = Object.entries(choices).filter(([name, known]) => known.includes(answer[name]));
  const overrides = isRecord(answer['diagnosticSeverityOverrides'])
    ? answer['diagnosticSeverityOverrides']
    : {};
  const kept = Object.entries(overrides).filter(
    ([name, severity]) => /^report[A-Za-z]{1,60}$/.test(name) && severities.has(severity),
  );
  return {
    ...usualAnalysis,
    ...Object.fromEntries(chosen.map(([name]) => [name, answer[name]])),
    ...(kept.length === 0 ? {} : { diagnosticSeverityOverrides: Object.fromEntries(kept) }),
  };
}
