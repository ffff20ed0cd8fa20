// How pyright checks code where nobody chooses: the same for assistants and for editors.

export const usualAnalysis = {
  autoSearchPaths: true,
  useLibraryCodeForTypes: true,
  diagnosticMode: 'openFilesOnly',
} as const;

/** Never started: start-pyright.ts answers for it. */
export const pythonPath = '/usr/bin/python3';
