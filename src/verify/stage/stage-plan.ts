// The stage of attacks on a network that is named host by host: which names there are, where they lead, and what a run may reach. Names
// and judgements are those of the product; only the wire is the stage's own, so that nothing is dialled outside of this machine. Pure data.

/** Addresses of the public internet, as the product judges them. Nobody dials them: they lead to servers of the stage. */
export const site = '93.184.216.34';
export const impostor = '93.184.216.35';
/** Where every name leads that the stage does not know: nobody may come there. */
const stranger = '93.184.216.36';

/** Answers of the resolver, each time the next ones, and from the beginning again. */
const names: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'open.example': [[site]],
  'few.example': [[site]],
  'key.example': [[site]],
  'impostor.example': [[impostor]],
  'loopback.example': [['127.0.0.1']],
  'loopback6.example': [['::1']],
  'metadata.example': [['169.254.169.254']],
  'private.example': [['10.0.0.1']],
  'mapped.example': [['::ffff:127.0.0.1']],
  'mixed.example': [[site, '127.0.0.1']],
  // DNS rebinding: public when it is asked for first, this machine the next time.
  'turning.example': [[site], ['127.0.0.1']],
};

/** Names that a rule permits, and that lead where no rule may lead. */
const leadingInside = [
  ...['loopback', 'loopback6', 'metadata', 'private', 'mapped', 'mixed', 'turning'].map(
    (name) => `${name}.example:80`,
  ),
] as const;

export const granted: readonly unknown[] = [
  // Passed through untouched, and in the clear.
  ...['open.example', 'open.example:80'],
  // One method and one path, so TLS is ended.
  { host: 'few.example', ports: [80, 443], methods: ['GET'], paths: ['/few'] },
  // Whom the secret is for.
  ...['key.example', 'impostor.example'],
  ...leadingInside,
];

export const secretUses: readonly unknown[] = [
  {
    secret: 'STAGE_KEY',
    hosts: [{ host: 'key.example', paths: ['/key', '/key/*'] }, 'impostor.example'],
    headers: ['Authorization'],
  },
];

/** The servers of the stage by what they are for: TLS of each is for these names. */
export const securedNames = ['open.example', 'few.example', 'key.example'] as const;
export const impostorName = 'impostor.example';

/** A resolver that remembers how often each name was asked for. */
export function openLookup(): (name: string) => Promise<readonly string[]> {
  const asked = new Map<string, number>();
  return (name) => {
    const count = asked.get(name) ?? 0;
    asked.set(name, count + 1);
    const turns = names[name];
    return Promise.resolve(turns?.[count % turns.length] ?? [stranger]);
  };
}
