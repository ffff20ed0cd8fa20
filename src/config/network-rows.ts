// net.none: the setting that says what programs may reach. Of a gateway, and of a run of the command line.

export const networkRows = [
  {
    key: 'network.allow',
    flag: '--allow <host>',
    kind: { type: 'network' },
    fallback: null,
    otherwise: 'none',
    help: 'let the programs reach a host, host:port, preset (pypi, github, anthropic) or rule; may be repeated',
  },
] as const;
