// Which packages a program may ask for by itself, in a block of its own text (PEP 723), and where they come from. Of a gateway, and of a run
// of the command line.

export const scriptRows = [
  {
    key: 'scripts.packages',
    flag: '--script-packages <names>',
    kind: { type: 'packages' },
    fallback: null,
    otherwise: 'none',
    help: 'packages that a program may ask for by a block "# /// script", each with versions where not all may be; those that they need too',
  },
  {
    key: 'scripts.index',
    flag: '--script-index <url>',
    kind: { type: 'address' },
    fallback: null,
    otherwise: 'that of the preset pypi',
    help: 'the one index that these packages come from',
  },
] as const;
