// Where the makers of each key component tell of flaws: what to subscribe to. Pure data; components have theirs in their manifest.

export interface Feed {
  readonly name: string;
  readonly url: string;
}

export const feeds = [
  {
    name: 'base-image',
    url: 'https://github.com/docker-library/official-images/commits/master/library/node',
  },
  { name: 'system', url: 'https://www.debian.org/security/' },
  { name: 'node', url: 'https://groups.google.com/g/nodejs-sec' },
  { name: 'python', url: 'https://mail.python.org/archives/list/security-announce@python.org/' },
  { name: 'bubblewrap', url: 'https://github.com/containers/bubblewrap/security/advisories' },
  { name: 'npm', url: 'https://github.com/advisories?query=type%3Areviewed+ecosystem%3Anpm' },
] as const satisfies readonly Feed[];
