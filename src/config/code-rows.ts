// What a gateway's language server is told. Of the service code alone.

export const codeRows = [
  {
    key: 'code.environment',
    flag: '--code-env <name>',
    kind: { type: 'environment' },
    fallback: null,
    otherwise: 'that of calls that name none',
    help: 'Python environment whose packages the language server knows',
  },
] as const;
