// What the language server is told that we can do: as much as keeps its answers in one form each.
export const clientCapabilities = {
  general: { positionEncodings: ['utf-16'] },
  workspace: {
    configuration: true,
    workspaceFolders: true,
    workspaceEdit: { documentChanges: true, resourceOperations: [] },
    didChangeConfiguration: { dynamicRegistration: false },
    didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true },
    symbol: { dynamicRegistration: false },
    diagnostics: { refreshSupport: false },
  },
  textDocument: {
    synchronization: { dynamicRegistration: false },
    hover: { contentFormat: ['plaintext'] },
    definition: { linkSupport: false },
    declaration: { linkSupport: false },
    implementation: { linkSupport: false },
    typeDefinition: { linkSupport: false },
    references: {},
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    completion: {
      completionItem: {
        snippetSupport: false,
        documentationFormat: ['plaintext'],
        labelDetailsSupport: true,
      },
    },
    signatureHelp: {
      signatureInformation: {
        documentationFormat: ['plaintext'],
        parameterInformation: { labelOffsetSupport: true },
        activeParameterSupport: true,
      },
    },
    callHierarchy: {},
    rename: { prepareSupport: true },
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: ['', 'quickfix', 'refactor', 'source'] } },
    },
    diagnostic: { dynamicRegistration: false, relatedDocumentSupport: false },
  },
} as const;
