// net.none, secret.unseen: what programs may reach, and which secrets they may use there without ever seeing them. Of a gateway, and of a
// run of the command line.

export const networkRows = [
  {
    key: 'network.allow',
    flag: '--allow <host>',
    kind: { type: 'network' },
    fallback: null,
    otherwise: 'none',
    help: 'let the programs reach a host, host:port, preset (pypi, github, anthropic) or rule; may be repeated',
  },
  {
    key: 'network.secrets',
    flag: '--bind-secret <name=hosts>',
    kind: { type: 'bindings' },
    fallback: null,
    otherwise: 'none',
    help: 'let the programs use a secret at hosts, NAME=HOST,HOST, by a placeholder: they never see it; may be repeated',
  },
] as const;
